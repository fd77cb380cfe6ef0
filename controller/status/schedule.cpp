#include "controller/status/schedule.hpp"

#include <algorithm>
#include <format>
#include <ranges>
#include <utility>

#include <nlohmann/json.hpp>

#include "controller/status/reported.hpp"
#include "core/report.hpp"
#include "core/schedule/next_run.hpp"
#include "platform/kubernetes/objects/field.hpp"

namespace chandler::controller::status {
namespace {

namespace objects = platform::kubernetes::objects;
using nlohmann::json;

bool has_ended(const Run& run) {
  return run.state == Run::State::complete || run.state == Run::State::failed;
}

Run::State state_of(Job::State state) {
  switch (state) {
    case Job::State::running:
      return Run::State::running;
    case Job::State::suspended:
      return Run::State::suspended;
    case Job::State::complete:
      return Run::State::complete;
    case Job::State::failed:
      return Run::State::failed;
  }
  std::unreachable();
}

// Why a Job failed: what its last pod says, or else what the Job does.
std::string message_of(const Job& job, const Container* last) {
  if (job.state != Job::State::failed) return {};
  std::string text = last != nullptr ? failure_of(*last) : std::string();
  if (!text.empty() && job.reason != "DeadlineExceeded") return text;
  return job.reason.empty() ? job.message : std::format("{}: {}", job.reason, job.message);
}

// Of the pods that a Job made, one after the other, the last one's: the one that failed, or that which does the work.
const Container* last_container(const Job& job, const Pods& pods) {
  const Pod* newest = nullptr;
  for (const auto& pod : pods) {
    const auto& controller = pod->metadata.controller;
    if (!controller || controller->kind != "Job" || controller->name != job.metadata.key.name) continue;
    if (pod->containers.empty()) continue;
    if (newest == nullptr || newest->metadata.created < pod->metadata.created) newest = pod.get();
  }
  if (newest == nullptr) return nullptr;
  const auto failed =
      std::ranges::find_if(newest->containers, [](const Container& each) { return each.exit_code.value_or(0) != 0; });
  return failed == newest->containers.end() ? &newest->containers.back() : &*failed;
}

Run run_of(const Job& job, const Pods& pods) {
  Run run{.job = job.metadata.key.name,
          .manual = job.manual || !job.operation.empty(),
          .state = state_of(job.state),
          .outcome = {},
          .started = job.started,
          .finished = job.finished,
          .duration = std::nullopt,
          .rows = std::nullopt,
          .verdict = {},
          .found = std::nullopt,
          .coverage = std::nullopt,
          .message = {},
          .report = {}};
  if (job.started && job.finished)
    run.duration = std::chrono::duration_cast<std::chrono::milliseconds>(*job.finished - *job.started);
  const Container* const last = last_container(job, pods);
  run.message = message_of(job, last);
  const auto report = last == nullptr ? std::nullopt : core::read_report(last->message);
  if (!report) return run;
  run.outcome = core::name_of(report->outcome);
  run.rows = report->rows;
  run.verdict = report->verdict;
  run.found = report->found;
  run.coverage = report->coverage;
  if (last->message.size() <= core::termination_message_limit && json::accept(last->message))
    run.report = last->message;
  return run;
}

// The newest first. What was running when it was seen last and is gone is left out: nobody knows how it ended.
std::vector<Run> runs_of(const Task& task, const std::optional<Schedule>& before) {
  std::vector<Run> runs;
  runs.reserve(task.jobs.size());
  for (const auto& job : task.jobs) runs.push_back(run_of(*job, task.pods));
  if (before) {
    for (const Run& old : before->runs) {
      if (has_ended(old) && !std::ranges::contains(runs, old.job, &Run::job)) runs.push_back(old);
    }
  }
  std::ranges::sort(runs, [](const Run& a, const Run& b) {
    if (a.started != b.started) return a.started > b.started;
    return a.job < b.job;
  });
  if (runs.size() > most_runs) runs.resize(most_runs);
  for (Run& run : runs | std::views::drop(most_reports)) run.report.clear();
  return runs;
}

std::int64_t failures_in_a_row(const std::vector<Run>& runs) {
  std::int64_t failures = 0;
  for (const Run& run : runs) {
    if (run.state == Run::State::complete) break;
    if (run.state == Run::State::failed) ++failures;
  }
  return failures;
}

// A probe that found something says what, rather than that its Job failed.
std::string summary_of(const Schedule& schedule) {
  if (std::ranges::contains(schedule.runs, Run::State::running, &Run::state)) return "running";
  const Run* const last = last_ended(schedule);
  if (last != nullptr && !last->verdict.empty() && last->verdict != "ok") return last->verdict;
  if (schedule.failures_in_a_row > 1) return std::format("failed {}x", schedule.failures_in_a_row);
  if (schedule.failures_in_a_row == 1) return "failed";
  if (schedule.suspended) return "suspended";
  return last == nullptr ? "not yet" : "ok";
}

std::vector<core::ReportedFinding> findings_of(const Run* last) {
  const auto report = last == nullptr ? std::nullopt : core::read_report(last->report);
  return report ? report->findings : std::vector<core::ReportedFinding>();
}

void describe_cron_job(const CronJob& cron_job, Schedule& schedule, Time now) {
  const json definition = json::parse(cron_job.definition, nullptr, false);
  schedule.cron_job = cron_job.metadata.key.name;
  schedule.schedule = objects::text(definition, {"spec", "schedule"});
  schedule.time_zone = objects::text(definition, {"spec", "timeZone"});
  schedule.suspended = objects::flag(definition, {"spec", "suspend"}) == true;
  schedule.last_schedule = cron_job.last_schedule;
  schedule.last_success = cron_job.last_success;
  if (schedule.suspended || schedule.schedule.empty()) return;
  using std::chrono::seconds;
  const Time since = cron_job.last_schedule.value_or(cron_job.metadata.created.value_or(now));
  schedule.next_run = core::schedule::next_run(
      {.schedule = schedule.schedule, .time_zone = schedule.time_zone, .since = std::chrono::floor<seconds>(since)},
      std::chrono::floor<seconds>(now));
}

}  // namespace

const Run* last_ended(const Schedule& schedule) {
  const auto found = std::ranges::find_if(schedule.runs, has_ended);
  return found == schedule.runs.end() ? nullptr : &*found;
}

std::optional<Schedule> schedule_of(const Task& task, const std::optional<Schedule>& before, Time now) {
  Schedule schedule{.summary = {},
                    .cron_job = {},
                    .schedule = {},
                    .time_zone = {},
                    .last_schedule = {},
                    .last_success = {},
                    .next_run = {},
                    .runs = runs_of(task, before),
                    .findings = {}};
  if (!task.cron_job && schedule.runs.empty()) return std::nullopt;
  if (task.cron_job) describe_cron_job(*task.cron_job, schedule, now);
  schedule.active = std::ranges::count(schedule.runs, Run::State::running, &Run::state);
  schedule.failures_in_a_row = failures_in_a_row(schedule.runs);
  // A run by hand counts, too, and what was once known.
  for (const Run& run : schedule.runs) {
    if (run.state == Run::State::complete) schedule.last_success = std::max(schedule.last_success, run.finished);
  }
  if (before) schedule.last_success = std::max(schedule.last_success, before->last_success);
  schedule.findings = findings_of(last_ended(schedule));
  schedule.summary = summary_of(schedule);
  return schedule;
}

}  // namespace chandler::controller::status
