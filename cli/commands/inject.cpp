#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/commands/manifest_flags.hpp"
#include "cli/cron_jobs.hpp"
#include "cli/injection_flags.hpp"
#include "cli/manifest/apply.hpp"
#include "cli/manifest/objects.hpp"
#include "core/cronjob/cron_job.hpp"
#include "core/injection/offline.hpp"
#include "core/injection/workload.hpp"
#include "core/outcome.hpp"

namespace chandler::cli {
namespace {

struct Options {
  ManifestFlags manifests;
  core::injection::Settings injection = default_injection_settings();
  bool cron_jobs_only = false;
};

constexpr int problem_exit = static_cast<int>(core::Outcome::problem);

bool is_refusal(const core::annotations::Finding& finding) {
  return finding.severity == core::annotations::Severity::refuse;
}

// What one object asks for.
struct Injected {
  bool refused = false;
  std::string patch;
  std::vector<nlohmann::json> cron_jobs;  // of each task, in their order; null: it asks for none
};

Injected inject_object(const manifest::Node& object, const manifest::Identity& identity,
                       const core::injection::Settings& settings) {
  const nlohmann::json value = to_json(object);
  auto result = core::injection::inject(value, identity.kind, identity.namespace_name, settings);
  std::vector<nlohmann::json> cron_jobs;
  for (const core::cronjob::Task* task : core::cronjob::tasks()) {
    cron_jobs.push_back(
        core::cronjob::cron_job_for(*task, value, identity.kind, result.spec, settings, result.findings));
  }
  for (const auto& finding : result.findings) log_finding(display_name(identity), finding);
  const bool refused = std::ranges::any_of(result.findings, is_refusal);
  return {refused, std::move(result.patch), std::move(cron_jobs)};
}

int run_inject(const Options& options) {
  auto streams = read_streams(options.manifests);
  if (!streams) return problem_exit;
  bool refused = false;
  std::vector<CronJobOf> cron_jobs;
  for (std::size_t s = 0; s < streams->size(); ++s) {
    auto& documents = (*streams)[s].documents;
    for (std::size_t d = 0; d < documents.size(); ++d) {
      for_each_object(documents[d], [&](manifest::Node& object) {
        const manifest::Identity identity = identify(object);
        Injected injected = inject_object(object, identity, options.injection);
        refused = refused || injected.refused;
        if (core::injection::find_template(to_json(object), identity.kind) != nullptr) {
          for (std::size_t i = 0; i < injected.cron_jobs.size(); ++i)
            cron_jobs.push_back({identity, core::cronjob::tasks()[i], s, d, &object != &documents[d].root,
                                 std::move(injected.cron_jobs[i])});
        }
        if (!injected.patch.empty()) manifest::apply(injected.patch, object);
        return !injected.patch.empty();
      });
    }
  }
  for (const CronJobFinding& taken : settle(*streams, cron_jobs)) {
    log_finding(taken.object, taken.finding);
    refused = true;
  }
  // Nothing at all is written then: in a pipe to kubectl, the rest would be applied without it.
  if (refused) return problem_exit;
  if (options.cron_jobs_only) {
    write_streams({alone(cron_jobs, streams->front().format)}, options.manifests);
    return 0;
  }
  place(*streams, cron_jobs);
  write_streams(*streams, options.manifests);
  return 0;
}

}  // namespace

void add_inject(CLI::App& app, Body& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "inject", "Put into manifests what the webhook would put into their pods, and the CronJobs beside them");
  add_file_flag(*command, options->manifests);
  add_output_flag(*command, options->manifests);
  add_injection_flags(*command, options->injection);
  command->add_flag("--cronjobs-only", options->cron_jobs_only,
                    "Write only the CronJobs that the workloads ask for: where the webhook injects the pods");
  command->footer(
      "Examples:\n"
      "  chandler inject -f deployment.yaml | kubectl apply -f -\n"
      "  kubectl get deployment menu -o yaml | chandler inject -f - | kubectl diff -f -\n"
      "  kubectl get deployment menu -o yaml | chandler inject --cronjobs-only -f - | kubectl apply -f -\n"
      "\n"
      "Exit code 2, and no output, when an object would be refused.");
  command->callback([&chosen, options] { chosen = [options](const Process&) { return run_inject(*options); }; });
}

}  // namespace chandler::cli
