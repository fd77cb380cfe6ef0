#include "core/injection/explain.hpp"

#include <algorithm>
#include <format>
#include <iostream>
#include <memory>
#include <utility>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/commands/manifest_flags.hpp"
#include "cli/failure.hpp"
#include "cli/flag_error.hpp"
#include "cli/injection_flags.hpp"
#include "cli/kubectl/connection.hpp"
#include "cli/kubectl/live_workload.hpp"
#include "cli/kubectl/program_name.hpp"
#include "cli/manifest/objects.hpp"
#include "core/cronjob/cron_job.hpp"
#include "core/outcome.hpp"
#include "core/text/one_line.hpp"

namespace chandler::cli {
namespace {

using core::annotations::Finding;
using core::injection::ExplainedContainer;
using core::injection::ExplainedKey;
using core::injection::Explanation;

struct Options {
  ManifestFlags manifests;
  std::string workload;  // of the cluster; or empty
  kubectl::ConnectionFlags connection;
  core::injection::Settings injection = default_injection_settings();
};

std::string finding_text(const Finding& finding) {
  const std::string meant = finding.nearest.empty() ? "" : std::format("; did you mean \"{}\"?", finding.nearest);
  return std::format("{}: {}{}", name_of(finding.severity), finding.message, meant);
}

// A bracket marks what is injected: "istio-proxy → [chandler-migrate] → warm-cache".
std::string listed(const std::vector<ExplainedContainer>& containers, std::string_view between) {
  std::string text;
  for (const ExplainedContainer& container : containers) {
    text += std::format("{}{}", text.empty() ? "" : between,
                        container.ours ? std::format("[{}]", container.name) : container.name);
  }
  return text;
}

// A CronJob beside a workload, as `chandler inject` writes it.
struct ExplainedCronJob {
  std::string name;
  std::string schedule;
  std::string time_zone;  // empty: that of the cluster
  std::vector<std::string> args;
};

ExplainedCronJob explained(const nlohmann::json& cron_job) {
  const nlohmann::json& spec = cron_job.at("spec");
  const nlohmann::json& pod = spec.at("jobTemplate").at("spec").at("template").at("spec");
  return {cron_job.at("metadata").at("name").get<std::string>(), spec.at("schedule").get<std::string>(),
          spec.value("timeZone", ""), pod.at("containers").at(0).at("args").get<std::vector<std::string>>()};
}

std::vector<ExplainedCronJob> explain_cron_jobs(const nlohmann::json& workload, std::string_view kind,
                                                const core::injection::Settings& settings, Explanation& explanation) {
  std::vector<Finding> findings;
  std::vector<ExplainedCronJob> all;
  for (const core::cronjob::Task* task : core::cronjob::tasks()) {
    const auto cron_job = core::cronjob::cron_job_for(*task, workload, kind, explanation.spec, settings, findings);
    if (!cron_job.is_null()) all.push_back(explained(cron_job));
  }
  for (Finding& finding : findings) {
    if (finding.severity == core::annotations::Severity::refuse) explanation.reason = core::injection::Reason::refused;
    add(explanation, std::move(finding));
  }
  return all;
}

std::string cron_job_text(const ExplainedCronJob& cron_job) {
  std::string args;
  for (const std::string& arg : cron_job.args) args += std::format("{}{}", args.empty() ? "" : " ", arg);
  return std::format("CronJob {}: at \"{}\" {}, chandler {}", cron_job.name, cron_job.schedule,
                     cron_job.time_zone.empty() ? "in the cluster's time zone" : cron_job.time_zone, args);
}

void print_table(const std::string& object, const Explanation& explanation,
                 const std::vector<ExplainedCronJob>& cron_jobs) {
  static constexpr std::size_t widest_value = 48;
  std::size_t key = std::string_view("ANNOTATION").size();
  std::size_t origin = std::string_view("FROM").size();
  std::size_t value = std::string_view("VALUE").size();
  for (const ExplainedKey& row : explanation.keys) {
    key = std::max(key, row.key.size());
    origin = std::max(origin, row.origin.size());
    value = std::max(value, core::text::one_line(row.value, widest_value).size());
  }
  std::cout << std::format("{}: {}\n", object, id_of(explanation.reason));
  if (!explanation.keys.empty()) {
    std::cout << std::format("  {:<{}}  {:<{}}  {:<{}}  CAUSES\n", "ANNOTATION", key, "FROM", origin, "VALUE", value);
  }
  for (const ExplainedKey& row : explanation.keys) {
    std::cout << std::format("  {:<{}}  {:<{}}  {:<{}}  {}\n", row.key, key, row.origin, origin,
                             core::text::one_line(row.value, widest_value), value, row.causes);
    for (const Finding& finding : row.findings) std::cout << "      " << finding_text(finding) << '\n';
  }
  for (const Finding& finding : explanation.other) std::cout << "  " << finding_text(finding) << '\n';
  if (std::ranges::any_of(explanation.containers, &ExplainedContainer::ours)) {
    std::cout << "  init containers: " << listed(explanation.containers, " → ") << '\n';
  }
  if (std::ranges::any_of(explanation.beside, &ExplainedContainer::ours)) {
    std::cout << "  containers: " << listed(explanation.beside, ", ") << '\n';
  }
  for (const ExplainedCronJob& cron_job : cron_jobs) std::cout << "  " << cron_job_text(cron_job) << '\n';
}

nlohmann::ordered_json findings_json(const std::vector<Finding>& findings) {
  auto list = nlohmann::ordered_json::array();
  for (const Finding& finding : findings) {
    list.push_back({{"severity", name_of(finding.severity)},
                    {"problem", id_of(finding.problem)},
                    {"key", finding.key},
                    {"nearest", finding.nearest},
                    {"message", finding.message}});
  }
  return list;
}

nlohmann::ordered_json containers_json(const std::vector<ExplainedContainer>& containers) {
  auto list = nlohmann::ordered_json::array();
  for (const ExplainedContainer& container : containers)
    list.push_back({{"name", container.name}, {"injected", container.ours}});
  return list;
}

nlohmann::ordered_json explanation_json(const manifest::Identity& identity, const Explanation& explanation,
                                        const std::vector<ExplainedCronJob>& cron_jobs) {
  auto keys = nlohmann::ordered_json::array();
  for (const ExplainedKey& row : explanation.keys) {
    keys.push_back({{"key", row.key},
                    {"value", row.value},
                    {"from", row.origin},
                    {"causes", row.causes},
                    {"findings", findings_json(row.findings)}});
  }
  auto scheduled = nlohmann::ordered_json::array();
  for (const ExplainedCronJob& cron_job : cron_jobs) {
    scheduled.push_back({{"name", cron_job.name},
                         {"schedule", cron_job.schedule},
                         {"timeZone", cron_job.time_zone},
                         {"args", cron_job.args}});
  }
  return {{"kind", identity.kind},
          {"name", identity.name},
          {"namespace", identity.namespace_name},
          {"reason", id_of(explanation.reason)},
          {"annotations", std::move(keys)},
          {"findings", findings_json(explanation.other)},
          {"initContainers", containers_json(explanation.containers)},
          {"containers", containers_json(explanation.beside)},
          {"cronJobs", std::move(scheduled)}};
}

// Explains one object after the other, and says so at once, or in the end as one JSON document.
class Explainer {
 public:
  explicit Explainer(const Options& options) : options_(options) {}

  void explain(const manifest::Identity& identity, const nlohmann::json& value) {
    const core::injection::Settings& settings = options_.injection;
    Explanation explanation = core::injection::explain(value, identity.kind, identity.namespace_name, settings);
    if (explanation.reason == core::injection::Reason::unknown_kind) return;
    const auto cron_jobs = explain_cron_jobs(value, identity.kind, settings, explanation);
    refused_ = refused_ || explanation.reason == core::injection::Reason::refused;
    if (options_.manifests.output == "json") {
      objects_.push_back(explanation_json(identity, explanation, cron_jobs));
    } else {
      print_table(display_name(identity), explanation, cron_jobs);
    }
  }

  // The exit code.
  int finish() const {
    if (options_.manifests.output == "json")
      std::cout << objects_.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    return refused_ ? static_cast<int>(core::Outcome::problem) : 0;
  }

 private:
  const Options& options_;
  bool refused_ = false;
  nlohmann::ordered_json objects_ = nlohmann::ordered_json::array();
};

int explain_files(const Options& options) {
  auto streams = read_streams(options.manifests);
  if (!streams) return static_cast<int>(core::Outcome::problem);
  Explainer explainer(options);
  for (manifest::Stream& stream : *streams) {
    for_each_object(stream, [&](manifest::Node& object) {
      explainer.explain(identify(object), to_json(object));
      return false;
    });
  }
  return explainer.finish();
}

int explain_live(const Options& options, const Process& process) {
  const auto live = kubectl::get_workload(options.workload, options.connection, process);
  if (!live) return report_failure(live.error());
  Explainer explainer(options);
  explainer.explain({.kind = std::string(live->name.kind->kind),
                     .name = live->name.name,
                     .namespace_name = live->connection.namespace_name},
                    live->object);
  return explainer.finish();
}

int run_explain(const Options& options, const Process& process) {
  const bool live = !options.workload.empty();
  if (live == !options.manifests.files.empty()) {
    return report_failure(
        wrong_flag("explain",
                   live ? "a workload of the cluster and files are two things" : "nothing is given to explain",
                   "give KIND/NAME, or -f FILE")
            .error());
  }
  return live ? explain_live(options, process) : explain_files(options);
}

}  // namespace

void add_explain(CLI::App& app, Body& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "explain",
      "Say what each annotation causes, where it came from and what is wrong: of a workload, or of manifests");
  command->add_option("workload", options->workload, "A workload of the cluster: deployment/order-food")
      ->type_name("KIND/NAME");
  add_file_flag(*command, options->manifests)->required(false);
  command->add_option("-o,--output", options->manifests.output, "table (default) or json")
      ->check(CLI::IsMember({"table", "json"}));
  kubectl::add_connection_flags(*command, options->connection);
  add_injection_flags(*command, options->injection);
  command->footer(
      kubectl::examples(app, {"explain deploy/order-food", "explain -f deployment.yaml", "explain -f - < all.yaml"}) +
      "\n\nExit code 2 when an object would be refused.");
  command->callback(
      [&chosen, options] { chosen = [options](const Process& process) { return run_explain(*options, process); }; });
}

}  // namespace chandler::cli
