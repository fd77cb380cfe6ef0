#include <algorithm>
#include <format>
#include <ranges>
#include <span>

#include <nlohmann/json.hpp>

#include "controller/status/json.hpp"
#include "core/text/one_line.hpp"

namespace chandler::controller::status {
namespace {

using core::text::one_line;
using nlohmann::json;
using platform::kubernetes::objects::to_time;

void put(json& object, const char* key, const std::string& text) {
  if (!text.empty()) object[key] = one_line(text, longest_message);
}

void put(json& object, const char* key, const std::optional<Time>& time) {
  if (time) object[key] = to_time(*time);
}

void put(json& object, const char* key, const std::optional<std::int64_t>& number) {
  if (number) object[key] = *number;
}

template <typename Element, typename Made>
json array_of(const std::vector<Element>& elements, std::size_t most, Made made) {
  json array = json::array();
  for (const Element& each : elements | std::views::take(most)) array.push_back(made(each));
  return array;
}

json problem(const Problem& problem) {
  json object{{"reason", problem.reason},
              {"severity", name_of(problem.severity)},
              {"message", one_line(problem.message, longest_message)}};
  put(object, "object", problem.object);
  put(object, "since", problem.since);
  return object;
}

json injection(const Injection& injection) {
  return {{"summary", std::format("{}/{}", injection.injected, injection.pods)},
          {"pods", injection.pods},
          {"injected", injection.injected},
          {"missed", injection.missed},
          {"steps", injection.steps}};
}

std::string_view state_of(Step::State state) {
  switch (state) {
    case Step::State::unknown:
      return "unknown";
    case Step::State::waiting:
      return "waiting";
    case Step::State::running:
      return "running";
    case Step::State::terminated:
      return "terminated";
  }
  std::unreachable();
}

json step(const Step& step) {
  json object{{"name", step.name}, {"state", state_of(step.state)}};
  put(object, "startedAt", step.started);
  put(object, "finishedAt", step.finished);
  put(object, "exitCode", step.exit_code);
  if (step.restarts > 0) object["restarts"] = step.restarts;
  put(object, "reason", step.reason);
  if (!step.message.empty()) object["message"] = one_line(step.message, longest_step_message);
  return object;
}

json pod(const PodStatus& pod) {
  json object{{"name", pod.name}, {"injected", pod.injected}};
  put(object, "phase", pod.phase);
  put(object, "node", pod.node);
  put(object, "startedAt", pod.started);
  if (!pod.steps.empty()) object["steps"] = array_of(pod.steps, pod.steps.size(), step);
  return object;
}

json schema(const Schema& schema) {
  json object = json::object();
  put(object, "version", schema.version);
  put(object, "layout", schema.layout);
  put(object, "outcome", schema.outcome);
  put(object, "applied", schema.applied);
  put(object, "pending", schema.pending);
  put(object, "at", schema.at);
  put(object, "pod", schema.pod);
  put(object, "message", schema.message);
  return object;
}

json data_set(const DataSet& set) {
  json object{{"name", set.name}};
  put(object, "outcome", set.outcome);
  put(object, "rows", set.rows);
  put(object, "loadedAt", set.loaded);
  put(object, "freshUntil", set.fresh_until);
  put(object, "by", set.by);
  put(object, "message", set.message);
  return object;
}

json data(const Data& data) {
  json object = json::object();
  put(object, "summary", data.summary);
  if (!data.data_sets.empty()) object["dataSets"] = array_of(data.data_sets, data.data_sets.size(), data_set);
  return object;
}

json coverage(const core::ReportedCoverage& coverage) {
  json object{{"sizeBytes", coverage.size_bytes},
              {"checkedBytes", coverage.checked_bytes},
              {"neverCheckedBytes", coverage.never_checked_bytes}};
  if (coverage.whole_in) object["wholeInSeconds"] = coverage.whole_in->count();
  return object;
}

json finding(const core::ReportedFinding& finding) {
  json object{{"id", finding.id}, {"severity", finding.severity}};
  put(object, "object", finding.object);
  put(object, "database", finding.database);
  return object;
}

json run(const Run& run) {
  json object{{"job", run.job}, {"state", name_of(run.state)}};
  if (run.manual) object["manual"] = true;
  put(object, "outcome", run.outcome);
  put(object, "startedAt", run.started);
  put(object, "finishedAt", run.finished);
  if (run.duration) object["durationMilliseconds"] = run.duration->count();
  put(object, "rows", run.rows);
  put(object, "verdict", run.verdict);
  put(object, "found", run.found);
  if (run.coverage) object["coverage"] = coverage(*run.coverage);
  put(object, "message", run.message);
  if (!run.report.empty()) object["report"] = run.report;
  return object;
}

json schedule(const Schedule& schedule) {
  json object{{"active", schedule.active}, {"failuresInARow", schedule.failures_in_a_row}};
  put(object, "summary", schedule.summary);
  put(object, "cronJob", schedule.cron_job);
  put(object, "schedule", schedule.schedule);
  put(object, "timeZone", schedule.time_zone);
  if (schedule.suspended) object["suspended"] = true;
  put(object, "lastSchedule", schedule.last_schedule);
  put(object, "lastSuccess", schedule.last_success);
  put(object, "nextRun", schedule.next_run);
  if (!schedule.runs.empty()) object["runs"] = array_of(schedule.runs, most_runs, run);
  if (!schedule.findings.empty()) object["findings"] = array_of(schedule.findings, most_findings, finding);
  return object;
}

}  // namespace

json to_json(const ProvisionStatus& status) {
  json object{{"state", name_of(status.state)},
              {"message", one_line(status.message, longest_message)},
              {"injection", injection(status.injection)}};
  if (!status.problems.empty()) object["problems"] = array_of(status.problems, most_problems, problem);
  if (!status.pods.empty()) object["pods"] = array_of(status.pods, most_pods, pod);
  if (status.schema) object["schema"] = schema(*status.schema);
  if (status.data) object["data"] = data(*status.data);
  if (status.refresh) object["refresh"] = schedule(*status.refresh);
  if (status.probe) object["probe"] = schedule(*status.probe);
  return object;
}

}  // namespace chandler::controller::status
