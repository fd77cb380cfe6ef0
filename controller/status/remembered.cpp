#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "controller/status/json.hpp"
#include "platform/kubernetes/objects/field.hpp"

namespace chandler::controller::status {
namespace {

using namespace platform::kubernetes::objects;
using nlohmann::json;

std::vector<Problem> problems_of(const json& object) {
  std::vector<Problem> problems;
  for (const json& each : list(object, {"problems"})) {
    const bool failing = text(each, {"severity"}) == name_of(Severity::failing);
    problems.push_back({.reason = text(each, {"reason"}),
                        .severity = failing ? Severity::failing : Severity::warning,
                        .object = text(each, {"object"}),
                        .message = text(each, {"message"}),
                        .since = parse_time(text(each, {"since"}))});
  }
  return problems;
}

std::optional<Schema> schema_of(const json& object) {
  const json* const schema = find(object, {"schema"});
  if (schema == nullptr || !schema->is_object()) return std::nullopt;
  return Schema{.version = text(*schema, {"version"}),
                .layout = text(*schema, {"layout"}),
                .outcome = text(*schema, {"outcome"}),
                .applied = number(*schema, {"applied"}),
                .pending = number(*schema, {"pending"}),
                .at = parse_time(text(*schema, {"at"})),
                .pod = text(*schema, {"pod"}),
                .message = text(*schema, {"message"})};
}

std::optional<Data> data_of(const json& object) {
  if (find(object, {"data"}) == nullptr) return std::nullopt;
  Data data{.summary = text(object, {"data", "summary"}), .data_sets = {}};
  for (const json& each : list(object, {"data", "dataSets"})) {
    data.data_sets.push_back({.name = text(each, {"name"}),
                              .outcome = text(each, {"outcome"}),
                              .rows = number(each, {"rows"}),
                              .loaded = parse_time(text(each, {"loadedAt"})),
                              .fresh_until = parse_time(text(each, {"freshUntil"})),
                              .by = text(each, {"by"}),
                              .message = text(each, {"message"})});
  }
  return data;
}

Run::State state_of(std::string_view name) {
  static constexpr std::array all{Run::State::running, Run::State::suspended, Run::State::complete, Run::State::failed};
  const auto found = std::ranges::find(all, name, [](Run::State state) { return name_of(state); });
  return found == all.end() ? Run::State::running : *found;
}

std::optional<core::ReportedCoverage> coverage_of(const json& run) {
  const auto size = number(run, {"coverage", "sizeBytes"});
  const auto checked = number(run, {"coverage", "checkedBytes"});
  const auto never = number(run, {"coverage", "neverCheckedBytes"});
  if (!size || !checked || !never) return std::nullopt;
  core::ReportedCoverage coverage{
      .size_bytes = *size, .checked_bytes = *checked, .never_checked_bytes = *never, .whole_in = std::nullopt};
  if (const auto whole = number(run, {"coverage", "wholeInSeconds"})) coverage.whole_in = std::chrono::seconds(*whole);
  return coverage;
}

Run run_of(const json& object) {
  Run run{.job = text(object, {"job"}),
          .manual = flag(object, {"manual"}) == true,
          .state = state_of(text(object, {"state"})),
          .outcome = text(object, {"outcome"}),
          .started = parse_time(text(object, {"startedAt"})),
          .finished = parse_time(text(object, {"finishedAt"})),
          .duration = std::nullopt,
          .rows = number(object, {"rows"}),
          .verdict = text(object, {"verdict"}),
          .found = number(object, {"found"}),
          .coverage = coverage_of(object),
          .message = text(object, {"message"}),
          .report = text(object, {"report"})};
  if (const auto duration = number(object, {"durationMilliseconds"}))
    run.duration = std::chrono::milliseconds(*duration);
  return run;
}

std::optional<Schedule> schedule_of(const json& object, std::string_view name) {
  const json* const schedule = find(object, {name});
  if (schedule == nullptr || !schedule->is_object()) return std::nullopt;
  Schedule read{.summary = text(*schedule, {"summary"}),
                .cron_job = text(*schedule, {"cronJob"}),
                .schedule = text(*schedule, {"schedule"}),
                .time_zone = text(*schedule, {"timeZone"}),
                .last_schedule = parse_time(text(*schedule, {"lastSchedule"})),
                .last_success = parse_time(text(*schedule, {"lastSuccess"})),
                .next_run = std::nullopt,
                .runs = {},
                .findings = {}};
  for (const json& each : list(*schedule, {"runs"})) read.runs.push_back(run_of(each));
  return read;
}

}  // namespace

ProvisionStatus remembered(std::string_view text) {
  const json object = json::parse(text, nullptr, false);
  return {.message = {},
          .problems = problems_of(object),
          .injection = {},
          .pods = {},
          .schema = schema_of(object),
          .data = data_of(object),
          .refresh = schedule_of(object, "refresh"),
          .probe = schedule_of(object, "probe")};
}

}  // namespace chandler::controller::status
