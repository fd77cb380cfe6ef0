#include "cli/kubectl/status_view.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::cli::kubectl {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

const Time now = platform::kubernetes::objects::parse_time("2026-11-21T12:00:00Z").value();

Provision provision() {
  return read_provision(
      {{"metadata",
        {{"name", "deployment-menu"},
         {"namespace", "shop"},
         {"resourceVersion", "7"},
         {"creationTimestamp", "2026-11-19T12:00:00Z"}}},
       {"spec", {{"workload", {{"kind", "Deployment"}, {"name", "menu"}}}}},
       {"status",
        {{"state", "Warning"},
         {"message", "refresh failed twice"},
         {"problems",
          {{{"reason", "RefreshFailing"},
            {"severity", "warning"},
            {"object", "job/menu-refresh-2"},
            {"message", "the source answers 503"},
            {"since", "2026-11-21T11:00:00Z"}}}},
         {"injection",
          {{"summary", "2/3"},
           {"pods", 3},
           {"injected", 2},
           {"missed", 1},
           {"steps", {"chandler-migrate", "chandler-load"}}}},
         {"pods",
          {{{"name", "menu-1"},
            {"phase", "Running"},
            {"injected", true},
            {"steps",
             {{{"name", "chandler-migrate"},
               {"state", "terminated"},
               {"exitCode", 0},
               {"startedAt", "2026-11-21T11:00:00Z"},
               {"finishedAt", "2026-11-21T11:00:02Z"}},
              {{"name", "chandler-load"},
               {"state", "terminated"},
               {"exitCode", 2},
               {"restarts", 4},
               {"message", "row 7"}}}}},
           {{"name", "menu-2"}, {"phase", "Running"}, {"injected", false}}}},
         {"schema", {{"version", "12"}, {"layout", "flyway"}, {"outcome", "done"}, {"pending", 1}}},
         {"data",
          {{"summary", "stale 3h"},
           {"dataSets",
            {{{"name", "food_item"}, {"outcome", "done"}, {"rows", 263}, {"loadedAt", "2026-11-21T09:00:00Z"}}}}}},
         {"refresh",
          {{"summary", "failed 1h ago"},
           {"cronJob", "menu-refresh"},
           {"schedule", "0 * * * *"},
           {"timeZone", "Europe/Berlin"},
           {"nextRun", "2026-11-21T12:30:00Z"},
           {"failuresInARow", 2},
           {"runs",
            {{{"job", "menu-refresh-2"},
              {"state", "failed"},
              {"outcome", "could_not"},
              {"startedAt", "2026-11-21T11:00:00Z"},
              {"durationMilliseconds", 1300},
              {"message", "503"}},
             {{"job", "menu-refresh-1"},
              {"state", "complete"},
              {"outcome", "done"},
              {"manual", true},
              {"startedAt", "2026-11-21T10:00:00Z"},
              {"finishedAt", "2026-11-21T10:00:04Z"},
              {"rows", 263}}}}}},
         {"probe",
          {{"runs",
            {{{"job", "menu-probe-1"},
              {"state", "failed"},
              {"outcome", "problem"},
              {"verdict", "problem"},
              {"startedAt", "2026-11-21T10:30:00Z"}}}},
           {"findings",
            {{{"id", "amcheck.index_corrupt"}, {"severity", "problem"}, {"object", "index public.menu_pkey"}},
             {{"id", "data_checksums.off"}, {"severity", "warning"}}}}}},
         {"queue", {{"summary", "3 ready"}, {"ready", 3}, {"oldestSeconds", 300}}}}}});
}

}  // namespace

TEST_CASE("a workload is a row") {
  Table table = status_table({.namespaces = true, .wide = true});
  table.add(status_row(provision(), {.namespaces = true, .wide = true}, now));
  CHECK(table.text({}) ==
        "NAMESPACE   WORKLOAD          STATE     INJECTED   SCHEMA   DATA       LAST REFRESH    PROBE   QUEUE     NEXT "
        "REFRESH   MESSAGE                AGE\n"
        "shop        deployment/menu   Warning   2/3        12       stale 3h   failed 1h ago   -       3 ready   in "
        "30m         refresh failed twice   2d\n");
}

TEST_CASE("a workload that nobody has looked at yet is a row, too") {
  Table table = status_table({});
  table.add(status_row(read_provision({{"metadata", {{"namespace", "shop"}}},
                                       {"spec", {{"workload", {{"kind", "StatefulSet"}, {"name", "a"}}}}}}),
                       {}, now));
  CHECK(table.text({}) ==
        "WORKLOAD        STATE     INJECTED   SCHEMA   DATA   LAST REFRESH   PROBE   QUEUE   AGE\n"
        "statefulset/a   Unknown   -          -        -      -              -       -       -\n");
}

TEST_CASE("one workload is told whole") {
  CHECK(status_page(provision(), {}, now) ==
        "Workload:    deployment/menu\n"
        "Namespace:   shop\n"
        "State:       Warning\n"
        "Message:     refresh failed twice\n"
        "Injected:    2/3 pods, 1 made while no webhook answered: chandler-migrate → chandler-load\n"
        "Schema:      version 12 (flyway), 1 pending\n"
        "Data:        stale 3h\n"
        "Refresh:     failed 1h ago; at \"0 * * * *\" Europe/Berlin, next in 30m\n"
        "Queue:       3 ready; the oldest waits for 5m\n"
        "\nProblems\n"
        "  SEVERITY   REASON           OBJECT               SINCE     MESSAGE\n"
        "  warning    RefreshFailing   job/menu-refresh-2   60m ago   the source answers 503\n"
        "\nFound by the last probe\n"
        "  SEVERITY   FINDING                 OBJECT\n"
        "  problem    amcheck.index_corrupt   index public.menu_pkey\n"
        "  warning    data_checksums.off      -\n"
        "\nData\n"
        "  NAME        OUTCOME   ROWS   LOADED   FRESH UNTIL   BY\n"
        "  food_item   done      263    3h ago   -             -\n"
        "\nPods\n"
        "  POD      PHASE     STEP               STATE          TOOK   RESTARTS   MESSAGE\n"
        "  menu-1   Running   chandler-migrate   done           2.0s   0          -\n"
        "                     chandler-load      exit 2         -      4          row 7\n"
        "  menu-2   Running   -                  not injected   -      -          -\n");
}

TEST_CASE("runs of both schedules are told together, the newest first") {
  CHECK(history_table(provision(), now, false).text({}) ==
        "RUN       JOB              BY         OUTCOME   STARTED    TOOK   ROWS\n"
        "refresh   menu-refresh-2   schedule   failed    60m ago    1.3s   -\n"
        "probe     menu-probe-1     schedule   problem   90m ago    -      -\n"
        "refresh   menu-refresh-1   hand       done      120m ago   4.0s   263\n");
  CHECK(history_table(provision(), now, true).text({}).contains("503\n"));
}

}  // namespace chandler::cli::kubectl
