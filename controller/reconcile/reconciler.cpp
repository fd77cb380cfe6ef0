#include "controller/reconcile/reconciler.hpp"

#include <format>
#include <utility>

#include "core/cronjob/cron_job.hpp"
#include "platform/log/log.hpp"

namespace chandler::controller::reconcile {
namespace {

namespace kubernetes = platform::kubernetes;
namespace log = platform::log;
using core::annotations::Finding;
using events::Event;

kubernetes::Resource cron_job(const std::string& namespace_name, const std::string& name) {
  return {.group = "batch", .plural = "cronjobs", .namespace_name = namespace_name, .name = name};
}

events::Regarding regarding(const Caches::Workload& workload) {
  return {.api_version = "apps/v1", .kind = workload.kind, .key = workload.metadata.key, .uid = workload.metadata.uid};
}

std::string_view name_of(Action::Kind kind) {
  switch (kind) {
    case Action::Kind::create:
      return "created";
    case Action::Kind::update:
      return "updated";
    case Action::Kind::remove:
      return "removed";
  }
  std::unreachable();
}

Finding taken_meanwhile(const Action& action, const core::Error& error) {
  using namespace core::annotations;
  return {Severity::refuse,
          Problem::name_taken,
          core::cronjob::schedule_key(*action.task),
          action.name,
          {},
          std::format("the CronJob \"{}\" that it asks for is somebody else's: {}", action.name, error.message)};
}

}  // namespace

struct Reconciler::Work {
  kubernetes::Client& client;
  const WorkloadKey& key;
  const Caches::Workload* workload;
};

bool Reconciler::reconcile(kubernetes::Client& client, const WorkloadKey& key) const {
  const auto workload = caches_.workload(key);
  const auto there = caches_.cron_jobs(key.key.namespace_name, core::cronjob::cron_job_names(key.key.name));
  const Desired desired = workload ? desired_of(*workload, settings_) : Desired{};
  const Plan planned = plan({.key = key, .workload = workload.get(), .there = there}, desired);
  const Work work{.client = client, .key = key, .workload = workload.get()};
  bool well = true;
  for (const Action& action : planned.actions) well = carry_out(work, action) && well;
  for (const Finding& finding : desired.findings) tell(work, finding);
  for (const Finding& finding : planned.refused) tell(work, finding);
  return well;
}

bool Reconciler::carry_out(const Work& work, const Action& action) const {
  const auto sent = send(work, action);
  if (sent) {
    log::info("cron_job_written", "the CronJob is as its workload asks",
              {{"workload", display(work.key)},
               {"cron_job", action.name},
               {"done", name_of(action.kind)},
               {"why", id_of(action.why.difference)},
               {"field", action.why.path}});
    writes_.with({name_of(action.kind)}).add();
    if (action.why.difference == Difference::edited) tell_repaired(work, action);
    return true;
  }
  const core::Error& error = sent.error();
  if (error.code == kubernetes::code::owned) {
    tell(work, taken_meanwhile(action, error));
    return true;
  }
  // It and its workload go with their namespace.
  if (error.code == kubernetes::code::terminating) return true;
  // Changed since it was seen: what was seen is not current yet.
  const bool everyday = error.code == kubernetes::code::conflict || error.code == kubernetes::code::fenced;
  log::write(everyday ? log::Level::debug : log::Level::warning, "cron_job_not_written", core::describe(error),
             {{"workload", display(work.key)}, {"code", error.code}});
  return false;
}

core::Expected<void> Reconciler::send(const Work& work, const Action& action) const {
  const kubernetes::Resource resource = cron_job(work.key.key.namespace_name, action.name);
  core::Expected<nlohmann::json> sent;
  if (action.kind == Action::Kind::remove) {
    sent = work.client.remove(resource, {.uid = action.uid, .resource_version = action.resource_version});
    if (!sent && sent.error().code == kubernetes::code::not_found) return {};
  } else {
    sent =
        work.client.apply(resource, action.object,
                          {.field_manager = std::string(field_manager), .force = action.kind == Action::Kind::update});
  }
  if (!sent) return std::unexpected(sent.error());
  return {};
}

void Reconciler::tell(const Work& work, const Finding& finding) const {
  if (work.workload == nullptr) return;
  recorder_.record(work.client, {.regarding = regarding(*work.workload),
                                 .type = Event::Type::warning,
                                 .reason = events::reason_of(core::annotations::id_of(finding.problem)),
                                 .action = "Reconcile",
                                 .note = finding.message});
}

void Reconciler::tell_repaired(const Work& work, const Action& action) const {
  if (work.workload == nullptr) return;
  recorder_.record(work.client, {.regarding = regarding(*work.workload),
                                 .type = Event::Type::normal,
                                 .reason = "CronJobRepaired",
                                 .action = "Reconcile",
                                 .note = std::format("{} of the CronJob \"{}\" was changed by hand to {}, and is set "
                                                     "back to {}; annotate the {} instead",
                                                     action.why.path, action.name, action.why.seen, action.why.wanted,
                                                     work.key.kind),
                                 .lasting = false});
}

}  // namespace chandler::controller::reconcile
