#include "core/read_report.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <nlohmann/json.hpp>

#include "core/report.hpp"

namespace chandler::core {
namespace {

const std::string migrated = to_termination_message(
    {.tool = "migrate",
     .outcome = Outcome::problem,
     .started = std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + std::chrono::milliseconds(1500),
     .duration = std::chrono::milliseconds(42),
     .error = Error{.code = "migrate.changed_file",
                    .message = "it was changed",
                    .where = "V3__menu.sql",
                    .hint = "Put it back",
                    .sqlstate = "42P01"}},
    {{"layout", "flyway"}, {"from", "5"}, {"to", "6"}, {"applied", 1}, {"pending", 2}});

}  // namespace

TEST_CASE("what was written is read again") {
  const auto report = read_report(migrated).value();
  CHECK(report.tool == "migrate");
  CHECK(report.outcome == Outcome::problem);
  CHECK(report.started.value().time_since_epoch().count() == 1'795'219'201'500);
  CHECK(report.duration == std::chrono::milliseconds(42));
  CHECK(report.layout == "flyway");
  CHECK(report.from == "5");
  CHECK(report.to == "6");
  CHECK(report.applied == 1);
  CHECK(report.pending == 2);
  const Error& error = report.error.value();
  CHECK(error.outcome == Outcome::problem);
  CHECK(describe(error) == "V3__menu.sql: it was changed (SQLSTATE 42P01). Put it back");
}

TEST_CASE("data sets are read with their rows and their promise") {
  const auto report = read_report(R"({"tool":"load","outcome":"done","rows_read":7,"data_sets":[
      {"table":"a","action":"loaded","rows_read":7,"rejected":1,"fresh_for_s":3600},
      {"table":"b","action":"unchanged"},{"action":"loaded"},null,3]})");
  REQUIRE(report);
  CHECK(report->rows == 7);
  REQUIRE(report->data_sets.size() == 2);
  CHECK(report->data_sets[0].rows == 7);
  CHECK(report->data_sets[0].rejected == 1);
  CHECK(report->data_sets[0].fresh_for == std::chrono::hours(1));
  CHECK(report->data_sets[1].action == "unchanged");
  CHECK(!report->data_sets[1].rows);
}

TEST_CASE("a probe's verdict, findings and coverage are read, and nothing that the status could not hold") {
  const std::string text = R"({"tool":"probe","outcome":"problem","verdict":"problem","databases":1,"found":7,
      "coverage":{"size_bytes":9,"checked_bytes":4,"never_checked_bytes":3,"whole_in_seconds":60},
      "findings":[{"id":"a.b","severity":"problem","object":"index x","more":1},{"id":"c.d","severity":"warning"},
        {"id":"e.f","severity":"dreadful"},{"severity":"info"},null]})";
  for (const std::string& message : {text, compact_report(text)}) {
    const auto report = read_report(message).value();
    CHECK(report.verdict == "problem");
    CHECK(report.found == 7);
    CHECK(report.findings ==
          std::vector<ReportedFinding>{{.id = "a.b", .severity = "problem", .object = "index x", .database = {}},
                                       {.id = "c.d", .severity = "warning", .object = {}, .database = {}}});
    CHECK(report.coverage ==
          ReportedCoverage{
              .size_bytes = 9, .checked_bytes = 4, .never_checked_bytes = 3, .whole_in = std::chrono::minutes(1)});
  }
  const auto odd = read_report(R"({"tool":"probe","outcome":"done","verdict":"fine","found":-1,"findings":{},
      "coverage":{"size_bytes":9}})");
  CHECK(odd->verdict.empty());
  CHECK(!odd->found);
  CHECK(odd->findings.empty());
  CHECK(!odd->coverage);
  const auto endless = read_report(R"({"tool":"probe","outcome":"done",
      "coverage":{"size_bytes":9,"checked_bytes":4,"never_checked_bytes":3,"whole_in_seconds":9223372036854775807}})");
  REQUIRE(endless->coverage);
  CHECK(!endless->coverage->whole_in);
}

TEST_CASE("what was cut off tells what came before the cut") {
  const auto cut = [](std::string_view until) { return read_report(migrated.substr(0, migrated.find(until))); };
  CHECK(!cut("outcome"));
  const auto report = cut("V3__").value();
  CHECK(report.outcome == Outcome::problem);
  CHECK(report.pending == 2);
  CHECK(!report.error);
  CHECK(cut("pending")->applied == 1);
}

TEST_CASE("what is no report is none") {
  const auto* text = GENERATE("", "{", "{}", "null", "[]", "done", R"({"tool":"migrate"})", R"({"outcome":"done"})",
                              R"({"tool":"migrate","outcome":"well"})", R"({"tool":7,"outcome":"done"})",
                              R"([{"tool":"migrate","outcome":"done"}])", R"({"tool":"","outcome":"done"})");
  INFO(text);
  CHECK(!read_report(text));
  CHECK(!read_report(R"({"tool":"migrate","outcome":"done","x":")" + std::string(5000, 'x') + "\"}"));
}

TEST_CASE("values of another type, too large or below zero are left out") {
  const auto report = read_report(R"({"tool":"mi\ngrate","outcome":"done","started":"soon","duration_ms":-3,
      "layout":7,"applied":"many","pending":18446744073709551615,"error":"none","rows_read":1e300,
      "data_sets":{"table":"a"}})");
  REQUIRE(report);
  CHECK(report->tool == "mi grate");
  CHECK(!report->started);
  CHECK(!report->ended());
  CHECK(report->duration.count() == 0);
  CHECK(report->layout.empty());
  CHECK(!report->applied);
  CHECK(!report->pending);
  CHECK(!report->error);
  CHECK(!report->rows);
  CHECK(report->data_sets.empty());
}

TEST_CASE("a compact report reads as the whole one, and what is none is cut to a line") {
  const std::string whole = R"({"tool":"load","outcome":"done","started":"2026-11-21T00:00:01.500Z","duration_ms":4,
      "rows_read":7,"inserted":7,"data_sets":[{"table":"a","source":"a.csv","action":"loaded","rows_read":7,
      "inserted":7,"duration_ms":3,"fresh_for_s":60}],"slowest":{"file":"x"}})";
  const std::string compact = compact_report(whole);
  CHECK(compact.size() < whole.size() * 3 / 4);
  CHECK(!compact.contains("inserted"));
  const auto read = read_report(compact).value();
  CHECK(read.started == read_report(whole)->started);
  CHECK(read.data_sets.at(0).fresh_for == std::chrono::minutes(1));
  CHECK(compact_report(compact) == compact);
  CHECK(compact_report("").empty());
  CHECK(compact_report(std::string(5000, 'x') + "\n").size() <= longest_quotation);
}

}  // namespace chandler::core
