#include "platform/kubernetes/objects/provision_status.hpp"

#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/field.hpp"

namespace chandler::platform::kubernetes::objects {
namespace {

using nlohmann::json;

std::optional<Microtime> time_of(const json& object, Path path) {
  return parse_time(text(object, path));
}

template <typename Duration>
std::optional<Duration> duration_of(const json& object, Path path) {
  const auto count = number(object, path);
  return count ? std::optional(Duration(*count)) : std::nullopt;
}

template <typename Item, typename Read>
std::vector<Item> items_of(const json& object, Path path, Read read) {
  std::vector<Item> items;
  for (const json& item : list(object, path)) items.push_back(read(item));
  return items;
}

ProvisionStatus::Problem read_problem(const json& object) {
  return {.reason = text(object, {"reason"}),
          .severity = text(object, {"severity"}),
          .object = text(object, {"object"}),
          .message = text(object, {"message"}),
          .since = time_of(object, {"since"})};
}

ProvisionStatus::Injection read_injection(const json& object) {
  ProvisionStatus::Injection injection{.summary = text(object, {"summary"}),
                                       .pods = number(object, {"pods"}).value_or(0),
                                       .injected = number(object, {"injected"}).value_or(0),
                                       .missed = number(object, {"missed"}).value_or(0),
                                       .steps = {}};
  for (const json& step : list(object, {"steps"})) {
    if (step.is_string()) injection.steps.push_back(step.get<std::string>());
  }
  return injection;
}

ProvisionStatus::Step read_step(const json& object) {
  return {.name = text(object, {"name"}),
          .state = text(object, {"state"}),
          .started = time_of(object, {"startedAt"}),
          .finished = time_of(object, {"finishedAt"}),
          .exit_code = number(object, {"exitCode"}),
          .restarts = number(object, {"restarts"}).value_or(0),
          .reason = text(object, {"reason"}),
          .message = text(object, {"message"})};
}

ProvisionStatus::Pod read_pod_of(const json& object) {
  return {.name = text(object, {"name"}),
          .phase = text(object, {"phase"}),
          .node = text(object, {"node"}),
          .started = time_of(object, {"startedAt"}),
          .injected = flag(object, {"injected"}).value_or(false),
          .steps = items_of<ProvisionStatus::Step>(object, {"steps"}, read_step)};
}

ProvisionStatus::Schema read_schema(const json& object) {
  return {.version = text(object, {"version"}),
          .layout = text(object, {"layout"}),
          .outcome = text(object, {"outcome"}),
          .applied = number(object, {"applied"}),
          .pending = number(object, {"pending"}),
          .at = time_of(object, {"at"}),
          .message = text(object, {"message"})};
}

ProvisionStatus::DataSet read_data_set(const json& object) {
  return {.name = text(object, {"name"}),
          .outcome = text(object, {"outcome"}),
          .rows = number(object, {"rows"}),
          .loaded = time_of(object, {"loadedAt"}),
          .fresh_until = time_of(object, {"freshUntil"}),
          .by = text(object, {"by"}),
          .message = text(object, {"message"})};
}

ProvisionStatus::Run read_run(const json& object) {
  return {.job = text(object, {"job"}),
          .manual = flag(object, {"manual"}).value_or(false),
          .state = text(object, {"state"}),
          .outcome = text(object, {"outcome"}),
          .started = time_of(object, {"startedAt"}),
          .finished = time_of(object, {"finishedAt"}),
          .duration = duration_of<std::chrono::milliseconds>(object, {"durationMilliseconds"}),
          .rows = number(object, {"rows"}),
          .verdict = text(object, {"verdict"}),
          .message = text(object, {"message"})};
}

ProvisionStatus::Finding read_finding(const json& object) {
  return {.id = text(object, {"id"}),
          .severity = text(object, {"severity"}),
          .object = text(object, {"object"}),
          .database = text(object, {"database"})};
}

ProvisionStatus::Schedule read_schedule(const json& object) {
  return {.summary = text(object, {"summary"}),
          .cron_job = text(object, {"cronJob"}),
          .schedule = text(object, {"schedule"}),
          .time_zone = text(object, {"timeZone"}),
          .suspended = flag(object, {"suspended"}).value_or(false),
          .last_success = time_of(object, {"lastSuccess"}),
          .next_run = time_of(object, {"nextRun"}),
          .failures_in_a_row = number(object, {"failuresInARow"}).value_or(0),
          .runs = items_of<ProvisionStatus::Run>(object, {"runs"}, read_run),
          .findings = items_of<ProvisionStatus::Finding>(object, {"findings"}, read_finding)};
}

ProvisionStatus::Queue read_queue(const json& object) {
  return {.summary = text(object, {"summary"}),
          .ready = number(object, {"ready"}).value_or(0),
          .running = number(object, {"running"}).value_or(0),
          .failed = number(object, {"failed"}).value_or(0),
          .oldest = duration_of<std::chrono::seconds>(object, {"oldestSeconds"})};
}

}  // namespace

ProvisionStatus read_provision_status(const json& provision) {
  static const json none = json::object();
  const auto part = [&](std::string_view name) -> const json& {
    const json* const found = find(provision, {"status", name});
    return found != nullptr ? *found : none;
  };
  return {.state = text(provision, {"status", "state"}),
          .message = text(provision, {"status", "message"}),
          .problems = items_of<ProvisionStatus::Problem>(provision, {"status", "problems"}, read_problem),
          .injection = read_injection(part("injection")),
          .pods = items_of<ProvisionStatus::Pod>(provision, {"status", "pods"}, read_pod_of),
          .schema = read_schema(part("schema")),
          .data_summary = text(provision, {"status", "data", "summary"}),
          .data_sets = items_of<ProvisionStatus::DataSet>(provision, {"status", "data", "dataSets"}, read_data_set),
          .refresh = read_schedule(part("refresh")),
          .probe = read_schedule(part("probe")),
          .queue = read_queue(part("queue"))};
}

}  // namespace chandler::platform::kubernetes::objects
