#include "core/report.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <nlohmann/json.hpp>

namespace chandler::core {
namespace {

using nlohmann::ordered_json;

Report failed_report(std::size_t message_bytes) {
  return {.tool = "load",
          .outcome = Outcome::problem,
          .started = std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + std::chrono::milliseconds(1500),
          .duration = std::chrono::milliseconds(42),
          .error = Error{.code = "load.bad_value",
                         .message = std::string(message_bytes, 'm'),
                         .where = "food_item.csv:17",
                         .hint = "Mend the line"}};
}

TEST_CASE("a report says the verdict first, then the figures, then the error") {
  const auto text = full_object(failed_report(3), {{"rows", 7}}).dump();
  CHECK(text ==
        R"({"tool":"load","outcome":"problem","started":"2026-11-21T00:00:01.500Z","duration_ms":42,"rows":7,)"
        R"("error":{"code":"load.bad_value","message":"mmm","where":"food_item.csv:17","hint":"Mend the line"}})");
}

TEST_CASE("a termination message always fits and stays valid JSON with its verdict") {
  const std::size_t bytes = GENERATE(0UZ, 700UZ, 1'024UZ, 100'000UZ);
  Report report = failed_report(bytes);
  report.error->hint = std::string(bytes, 'h');
  report.error->where = std::string(bytes, 'w');
  const ordered_json details{{"first", 1}, {"second", std::string(bytes, 'd')}};
  const std::string text = to_termination_message(report, details);
  CHECK(text.size() <= termination_message_limit);
  const auto parsed = ordered_json::parse(text);
  CHECK(parsed.at("outcome") == "problem");
  CHECK(parsed.at("error").at("code") == "load.bad_value");
}

TEST_CASE("details go from the last key on, before the error is touched") {
  const ordered_json details{{"kept", 1}, {"dropped", std::string(2'000, 'd')}};
  const auto parsed = ordered_json::parse(to_termination_message(failed_report(100), details));
  CHECK(parsed.contains("kept"));
  CHECK_FALSE(parsed.contains("dropped"));
  CHECK(parsed.at("error").at("message") == std::string(100, 'm'));
}

TEST_CASE("a cut never splits a character, and bytes that are not UTF-8 are replaced") {
  Report report = failed_report(0);
  for (int i = 0; i < 500; ++i) report.error->message += "é€";
  report.error->where = "menu\xff.csv";
  const std::string text = to_termination_message(report, ordered_json::object());
  CHECK(text.size() <= termination_message_limit);
  CHECK(ordered_json::accept(text));
}

TEST_CASE("an error reads as place, fact, state and next step") {
  const Error error{.message = "relation \"menu\" does not exist",
                    .where = "V3__x.sql:2:5",
                    .hint = "Create it",
                    .sqlstate = "42P01"};
  CHECK(describe(error) == "V3__x.sql:2:5: relation \"menu\" does not exist (SQLSTATE 42P01). Create it");
  CHECK(describe(Error{.message = "plain"}) == "plain");
}

}  // namespace
}  // namespace chandler::core
