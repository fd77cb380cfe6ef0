#include <format>

#include "cli/kubectl/status_view.hpp"
#include "core/text/one_line.hpp"

namespace chandler::cli::kubectl {
namespace {

using Status = platform::kubernetes::objects::ProvisionStatus;

constexpr std::size_t label_width = 12;
constexpr std::size_t longest_line = 2000;

// Lines of "Label:      text", in the manner of kubectl describe.
class Page {
 public:
  Page(const Palette& palette, Time now) : palette_(palette), now_(now) {}

  void line(std::string_view label, std::string_view text, Tone tone = Tone::plain) {
    if (text.empty()) return;
    const std::string head = std::format("{}:", label);
    text_ += std::format("{:<{}} {}\n", head, label_width, coloured(text, tone));
  }
  void heading(std::string_view title) { text_ += std::format("\n{}\n", title); }
  void table(const Table& table) {
    std::string indented;
    const std::string text = table.text(palette_);
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = text.find('\n', begin) + 1;
      indented.append("  ").append(text, begin, end - begin);
      begin = end;
    }
    text_ += indented;
  }
  std::string ago(const std::optional<Time>& time) const { return time ? relative(*time, now_) : std::string(); }
  std::string take() { return std::move(text_); }

 private:
  std::string coloured(std::string_view text, Tone tone) const {
    const std::string_view colour = palette_.of(tone);
    return std::format("{}{}{}", colour, core::text::one_line(text, longest_line), colour.empty() ? "" : palette_.off);
  }

  const Palette& palette_;
  Time now_;
  std::string text_;
};

void tell_problems(Page& page, const Status& status) {
  if (status.problems.empty()) return;
  page.heading("Problems");
  Table table({"SEVERITY", "REASON", "OBJECT", "SINCE", "MESSAGE"});
  for (const Status::Problem& problem : status.problems) {
    table.add({{problem.severity, tone_of(problem.severity)},
               problem.reason,
               problem.object,
               page.ago(problem.since),
               problem.message});
  }
  page.table(table);
}

std::string injection_of(const Status::Injection& injection) {
  if (injection.summary.empty()) return {};
  std::string steps;
  for (const std::string& step : injection.steps) steps += (steps.empty() ? "" : " → ") + step;
  return std::format("{} pods{}{}{}", injection.summary,
                     injection.missed > 0 ? std::format(", {} made while no webhook answered", injection.missed) : "",
                     steps.empty() ? "" : ": ", steps);
}

std::string schema_of(const Page& page, const Status::Schema& schema) {
  if (schema.version.empty() && schema.outcome.empty()) return {};
  std::string text = schema.version.empty() ? "unknown version" : "version " + schema.version;
  if (!schema.layout.empty()) text += std::format(" ({})", schema.layout);
  if (schema.pending && *schema.pending > 0) text += std::format(", {} pending", *schema.pending);
  if (schema.at) text += ", " + page.ago(schema.at);
  if (!schema.message.empty()) text += ": " + schema.message;
  return text;
}

std::string schedule_of(const Page& page, const Status::Schedule& schedule) {
  if (schedule.cron_job.empty() && schedule.summary.empty()) return {};
  std::string text = schedule.summary.empty() ? "no run yet" : schedule.summary;
  if (!schedule.schedule.empty()) {
    text += std::format("; at \"{}\"{}", schedule.schedule, schedule.time_zone.empty() ? "" : " " + schedule.time_zone);
  }
  if (schedule.suspended) return text + ", suspended";
  if (schedule.next_run) text += ", next " + page.ago(schedule.next_run);
  return text;
}

std::string queue_of(const Status::Queue& queue) {
  if (queue.summary.empty()) return {};
  return queue.oldest ? std::format("{}; the oldest waits for {}", queue.summary, human(*queue.oldest)) : queue.summary;
}

void tell_data(Page& page, const Status& status) {
  if (status.data_sets.empty()) return;
  page.heading("Data");
  Table table({"NAME", "OUTCOME", "ROWS", "LOADED", "FRESH UNTIL", "BY"});
  for (const Status::DataSet& data : status.data_sets) {
    table.add({data.name,
               {data.outcome, tone_of(data.outcome)},
               data.rows ? std::to_string(*data.rows) : "",
               page.ago(data.loaded),
               page.ago(data.fresh_until),
               data.by});
  }
  page.table(table);
}

void tell_findings(Page& page, const Status& status) {
  if (status.probe.findings.empty()) return;
  page.heading("Found by the last probe");
  Table table({"SEVERITY", "FINDING", "OBJECT"});
  for (const Status::Finding& finding : status.probe.findings) {
    table.add({{finding.severity, tone_of(finding.severity)},
               finding.id,
               finding.object.empty() ? finding.database : finding.object});
  }
  page.table(table);
}

std::string step_time(const Status::Step& step) {
  if (!step.started || !step.finished) return {};
  return elapsed(std::chrono::duration_cast<std::chrono::milliseconds>(*step.finished - *step.started));
}

Cell step_state(const Status::Step& step) {
  if (step.state != "terminated") return {step.reason.empty() ? step.state : step.reason, tone_of(step.state)};
  if (step.exit_code == 0) return {"done", Tone::good};
  return {std::format("exit {}", step.exit_code.value_or(-1)), Tone::bad};
}

void tell_pods(Page& page, const Status& status) {
  if (status.pods.empty()) return;
  page.heading("Pods");
  Table table({"POD", "PHASE", "STEP", "STATE", "TOOK", "RESTARTS", "MESSAGE"});
  for (const Status::Pod& pod : status.pods) {
    if (pod.steps.empty()) {
      table.add({pod.name, pod.phase, "", {pod.injected ? "" : "not injected", Tone::waiting}, "", "", ""});
    }
    for (const Status::Step& step : pod.steps) {
      const bool first = &step == &pod.steps.front();
      table.add({first ? pod.name : " ", first ? pod.phase : " ", step.name, step_state(step), step_time(step),
                 std::to_string(step.restarts), step.message});
    }
  }
  page.table(table);
}

}  // namespace

std::string status_page(const Provision& provision, const Palette& palette, Time now) {
  const Status& status = provision.status;
  Page page(palette, now);
  page.line("Workload", provision.display());
  page.line("Namespace", provision.namespace_name);
  page.line("State", status.state.empty() ? "Unknown" : status.state, tone_of(status.state));
  page.line("Message", status.message);
  page.line("Injected", injection_of(status.injection), status.injection.missed > 0 ? Tone::bad : Tone::plain);
  page.line("Schema", schema_of(page, status.schema),
            tone_of(status.schema.outcome) == Tone::bad ? Tone::bad : Tone::plain);
  page.line("Data", status.data_summary);
  page.line("Refresh", schedule_of(page, status.refresh));
  page.line("Probe", schedule_of(page, status.probe));
  page.line("Queue", queue_of(status.queue));
  tell_problems(page, status);
  tell_findings(page, status);
  tell_data(page, status);
  tell_pods(page, status);
  return page.take();
}

}  // namespace chandler::cli::kubectl
