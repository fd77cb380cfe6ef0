#include "cli/kubectl/status_view.hpp"

#include <algorithm>
#include <format>

namespace chandler::cli::kubectl {
namespace {

using Status = platform::kubernetes::objects::ProvisionStatus;

Tone tone_of_share(const Status::Injection& injection) {
  if (injection.missed > 0) return Tone::bad;
  return injection.injected < injection.pods ? Tone::waiting : Tone::plain;
}

Tone tone_of_data(std::string_view summary) {
  return summary.starts_with("stale") ? Tone::waiting : tone_of(summary.substr(0, summary.find(' ')));
}

Tone tone_of_run(const Status::Run& run) {
  if (!run.verdict.empty()) return tone_of(run.verdict);
  if (run.state == "failed") return Tone::bad;
  return run.outcome.empty() ? tone_of(run.state) : tone_of(run.outcome);
}

std::string outcome_of(const Status::Run& run) {
  if (!run.verdict.empty()) return run.verdict;
  return run.state == "complete" && !run.outcome.empty() ? run.outcome : run.state;
}

std::string time_of_run(const Status::Run& run) {
  if (run.duration) return elapsed(*run.duration);
  if (run.started && run.finished) {
    return elapsed(std::chrono::duration_cast<std::chrono::milliseconds>(*run.finished - *run.started));
  }
  return {};
}

std::string text_of(const std::optional<std::int64_t>& number) {
  return number ? std::to_string(*number) : std::string();
}

}  // namespace

Table status_table(const Columns& columns) {
  std::vector<std::string> heads;
  if (columns.namespaces) heads.emplace_back("NAMESPACE");
  heads.insert(heads.end(), {"WORKLOAD", "STATE", "INJECTED", "SCHEMA", "DATA", "LAST REFRESH", "PROBE", "QUEUE"});
  if (columns.wide) heads.insert(heads.end(), {"NEXT REFRESH", "MESSAGE"});
  heads.emplace_back("AGE");
  return Table(std::move(heads));
}

Row status_row(const Provision& provision, const Columns& columns, Time now) {
  const Status& status = provision.status;
  Row row;
  if (columns.namespaces) row.emplace_back(provision.namespace_name);
  row.emplace_back(provision.display());
  row.emplace_back(status.state.empty() ? "Unknown" : status.state, tone_of(status.state));
  row.emplace_back(status.injection.summary, tone_of_share(status.injection));
  row.emplace_back(status.schema.version, tone_of(status.schema.outcome) == Tone::bad ? Tone::bad : Tone::plain);
  row.emplace_back(status.data_summary, tone_of_data(status.data_summary));
  row.emplace_back(status.refresh.summary, status.refresh.failures_in_a_row > 0 ? Tone::bad : Tone::plain);
  row.emplace_back(status.probe.summary,
                   status.probe.failures_in_a_row > 0 ? Tone::bad : tone_of(status.probe.summary));
  row.emplace_back(status.queue.summary, status.queue.failed > 0 ? Tone::waiting : Tone::plain);
  if (columns.wide) {
    const Status::Schedule& refresh = status.refresh;
    row.emplace_back(refresh.suspended  ? "suspended"
                     : refresh.next_run ? relative(*refresh.next_run, now)
                                        : "",
                     refresh.suspended ? Tone::waiting : Tone::plain);
    row.emplace_back(status.message);
  }
  row.emplace_back(age(provision.created, now));
  return row;
}

Table history_table(const Provision& provision, Time now, bool wide) {
  std::vector<std::string> heads{"RUN", "JOB", "BY", "OUTCOME", "STARTED", "TOOK", "ROWS"};
  if (wide) heads.emplace_back("MESSAGE");
  Table table(heads);
  struct Line {
    const char* what;
    const Status::Run* run;
  };
  std::vector<Line> lines;
  lines.reserve(provision.status.refresh.runs.size() + provision.status.probe.runs.size());
  for (const Status::Run& run : provision.status.refresh.runs) lines.push_back({"refresh", &run});
  for (const Status::Run& run : provision.status.probe.runs) lines.push_back({"probe", &run});
  std::ranges::stable_sort(lines, std::ranges::greater(), [](const Line& line) {
    return line.run->started.value_or(Time::max());  // what has not begun is the newest
  });
  for (const auto& [what, run] : lines) {
    Row row{what,
            run->job,
            run->manual ? "hand" : "schedule",
            {outcome_of(*run), tone_of_run(*run)},
            run->started ? relative(*run->started, now) : std::string(),
            time_of_run(*run),
            text_of(run->rows)};
    if (wide) row.emplace_back(run->message);
    table.add(std::move(row));
  }
  return table;
}

}  // namespace chandler::cli::kubectl
