#include <nlohmann/json.hpp>

#include "dataset/bring/summary.hpp"
#include "dataset/status/status.hpp"
#include "tests/integration/dataset/program.hpp"

namespace chandler::dataset {
namespace {

class Watched : public Fixture {
 public:
  Watched() {
    run("CREATE TABLE t(id int PRIMARY KEY)");
    write("t.csv", "id\n1\n");
  }
  DataSetStatus status() const {
    const auto all = read_status(settings(), {});
    if (!all) FAIL(core::describe(all.error()));
    REQUIRE(all->size() == 1);
    return all->front();
  }
  void refresh(Policy policy = {}) const { static_cast<void>(bring(how(policy), {})); }
  Options how(const Policy& policy) const {
    Options out = options();
    out.policy = policy;
    out.purpose = Purpose::refresh;
    return out;
  }
};

TEST_CASE_METHOD(Watched, "what is promised is kept, and what is past it shows") {
  refresh({.fresh_for = std::chrono::hours(6)});
  CHECK(status().fresh_for == std::chrono::hours(6));
  CHECK_FALSE(status().stale());
  run("UPDATE chandler.dataset_load SET finished = finished - interval '6 hours 1 minute'");
  CHECK(status().stale());
  SECTION("until a refresh finds the source unchanged, which notes a new promise, too") {
    refresh({.fresh_for = std::chrono::hours(2)});
    CHECK_FALSE(status().stale());
    CHECK(status().fresh_for == std::chrono::hours(2));
  }
  SECTION("and reports tell it, of what was brought and of what was found unchanged") {
    for (const char* content : {"id\n1\n", "id\n2\n"}) {
      write("t.csv", content);
      const auto report = details_of(bring(how({.fresh_for = std::chrono::hours(2)}), {}).value());
      CHECK(report.at("data_sets").at(0).at("fresh_for_s") == 7200);
    }
  }
  SECTION("load.yaml's promise goes before that of the run") {
    write("load.yaml", "version: 1\ndata_sets:\n  - {file: t.csv, fresh_for: 90m}\n");
    refresh({.fresh_for = std::chrono::hours(2)});
    CHECK(status().fresh_for == std::chrono::minutes(90));
  }
}

TEST_CASE_METHOD(Watched, "failures in a row count whatever they are due to, until a success") {
  refresh();
  write("t.csv", "id\nx\n");
  refresh();
  refresh();
  write("t.csv", "id\ny\n");
  refresh();
  write("t.csv", "wrong\n1\n");  // already the header
  refresh();
  CHECK(status().failures == 4);
  CHECK(status().error.contains("t.csv"));
  CHECK(metrics_of(std::vector{status()}).contains("chandler_dataset_failures{data_set=\"public.t\"} 4\n"));
  SECTION("that writes rows") {
    write("t.csv", "id\n2\n");
    refresh();
    CHECK(status().failures == 0);
  }
  SECTION("that finds the source as it was") {
    write("t.csv", "id\n1\n");
    refresh();
    CHECK(status().failures == 0);
    write("t.csv", "id\nx\n");
    refresh();
    CHECK(status().failures == 1);
  }
  SECTION("also what trying again may mend is a failure") {
    write("t.csv", "id\n2\n");
    run("BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('chandler.load public.t', 0))");
    Options patient = how({});
    patient.lock_timeout = std::chrono::milliseconds(30);
    CHECK(bring(patient, {}).error().code == "load.locked");
    run("ROLLBACK");
    CHECK(status().failures == 5);
  }
}

TEST_CASE_METHOD(Watched, "a download that fails is a failure of its table") {
  refresh();
  Options away = how({});
  away.sources = {"http://127.0.0.1:1/t.csv"};
  away.download.retry = {.attempts = 1, .first_pause = std::chrono::milliseconds(1)};
  CHECK(bring(away, {}).error().code == "load.unreachable");
  CHECK(bring(away, {}).error().code == "load.unreachable");
  CHECK(status().failures == 2);
  CHECK(status().error.contains("127.0.0.1:1/t.csv"));
}

TEST_CASE_METHOD(Watched, "a dry run and a stop are no failures") {
  refresh();
  write("t.csv", "id\nx\n");
  Options dry = how({});
  dry.dry_run = true;
  CHECK_FALSE(bring(dry, {}).has_value());
  std::stop_source stop;
  stop.request_stop();
  CHECK_FALSE(bring(how({}), stop.get_token()).has_value());
  CHECK(status().failures == 0);
}

}  // namespace
}  // namespace chandler::dataset
