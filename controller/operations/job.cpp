#include "controller/operations/job.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include <nlohmann/json.hpp>

#include "controller/operations/report.hpp"
#include "core/annotations/keys.hpp"

namespace chandler::controller::operations {
namespace {

namespace kubernetes = platform::kubernetes;
namespace objects = kubernetes::objects;
using nlohmann::json;
using objects::Container;

constexpr std::size_t longest_label = 63;
// Its end has to be seen first.
constexpr std::chrono::seconds least_time_to_live{3600};

kubernetes::Resource job_resource(const objects::Operation& operation, std::string name) {
  return {.group = "batch",
          .plural = "jobs",
          .namespace_name = operation.metadata.key.namespace_name,
          .name = std::move(name)};
}

// Its name, but for one that is longer than a label's value may be.
const std::string& label_of(const objects::Operation& operation) {
  const std::string& name = operation.metadata.key.name;
  return name.size() <= longest_label ? name : operation.metadata.uid;
}

bool is_of(const objects::Job& job, const objects::Operation& operation) {
  return job.metadata.controller && job.metadata.controller->uid == operation.metadata.uid;
}

const Container* worker_of(const objects::Pod& pod) {
  const auto last = std::ranges::find_last(pod.containers, false, &Container::init);
  return last.empty() ? nullptr : &last.front();
}

// What the last run left behind; empty: nothing.
std::string verdict_of(const std::vector<objects::Pod>& pods) {
  for (auto pod = pods.rbegin(); pod != pods.rend(); ++pod) {
    for (const Container& container : pod->containers) {
      if (container.init && container.exit_code.value_or(0) != 0) return summary_of(container);
    }
    const Container* const worker = worker_of(*pod);
    if (worker != nullptr && worker->exit_code) return summary_of(*worker);
  }
  return {};
}

// Why the kubelet does not begin; nullptr: it does.
const Container* stuck_in(const std::vector<objects::Pod>& pods) {
  if (pods.empty()) return nullptr;
  for (const Container& container : pods.back().containers) {
    if (container.state != Container::State::waiting || container.reason.empty()) continue;
    if (container.reason != "PodInitializing" && container.reason != "ContainerCreating") return &container;
  }
  return nullptr;
}

std::string with(std::string text, const std::string& more) {
  return more.empty() ? text : std::format("{}: {}", text, more);
}

core::Expected<std::vector<objects::Pod>> pods_of(const Work& work, const objects::Job& job) {
  std::vector<objects::Pod> pods;
  const auto listed = work.client.list_all(
      {.plural = "pods", .namespace_name = job.metadata.key.namespace_name, .name = {}},
      {.selection = {.labels = "batch.kubernetes.io/controller-uid=" + job.metadata.uid, .fields = {}}},
      [&](json&& item) {
        auto pod = objects::read_pod(item, {.label = core::annotations::inject_label, .prefix = "chandler-"});
        if (pod) pods.push_back(*std::move(pod));
      });
  if (!listed) return std::unexpected(listed.error());
  const auto begun = [](const objects::Pod& pod) {
    const Container* const worker = worker_of(pod);
    return worker != nullptr && worker->started ? *worker->started : objects::Microtime::max();
  };
  std::ranges::stable_sort(pods, {}, begun);
  return pods;
}

}  // namespace

std::string job_name(const objects::Operation& operation) {
  return "op-" + operation.metadata.uid;
}

json job_of(const objects::Operation& operation, const json& job_template, const objects::Metadata* cron_job) {
  json job{
      {"apiVersion", "batch/v1"}, {"kind", "Job"}, {"metadata", json::object()}, {"spec", job_template.at("spec")}};
  if (const auto metadata = job_template.find("metadata"); metadata != job_template.end()) {
    for (const char* member : {"labels", "annotations"}) {
      if (const auto found = metadata->find(member); found != metadata->end()) job["metadata"][member] = *found;
    }
  }
  json& metadata = job["metadata"];
  metadata["name"] = job_name(operation);
  metadata["namespace"] = operation.metadata.key.namespace_name;
  metadata["labels"]["app.kubernetes.io/managed-by"] = "chandler";
  metadata["labels"]["chandler.dev/operation"] = label_of(operation);
  metadata["annotations"]["cronjob.kubernetes.io/instantiate"] = "manual";
  metadata["ownerReferences"] = json::array({{{"apiVersion", "chandler.dev/v1alpha1"},
                                              {"kind", "Operation"},
                                              {"name", operation.metadata.key.name},
                                              {"uid", operation.metadata.uid},
                                              {"controller", true}}});
  if (cron_job != nullptr) {
    metadata["ownerReferences"].push_back(
        {{"apiVersion", "batch/v1"}, {"kind", "CronJob"}, {"name", cron_job->key.name}, {"uid", cron_job->uid}});
  }
  job["spec"]["ttlSecondsAfterFinished"] = std::max(operation.spec.ttl, least_time_to_live).count();
  return job;
}

core::Expected<Progress> progress_of(const objects::Job& job, const std::vector<objects::Pod>& pods) {
  using State = objects::Job::State;
  const std::string& name = job.metadata.key.name;
  switch (job.state) {
    case State::complete: {
      std::string verdict = verdict_of(pods);
      return Progress{.done = true,
                      .message = verdict.empty() ? std::format("the Job {} is complete", name) : std::move(verdict),
                      .job = name};
    }
    case State::failed: {
      std::string verdict = verdict_of(pods);
      if (verdict.empty()) verdict = with(job.reason, job.message);
      return refused(Reason::job_failed, std::move(verdict),
                     std::format("kubectl logs job/{} -n {} --all-containers", name, job.metadata.key.namespace_name));
    }
    case State::suspended:
      return Progress{
          .waits_for = Reason::pod_waits, .message = std::format("the Job {} is suspended", name), .job = name};
    case State::running:
      break;
  }
  if (const Container* const stuck = stuck_in(pods)) {
    return Progress{.waits_for = Reason::pod_waits,
                    .message = with(std::format("{} waits, {}", stuck->name, stuck->reason), stuck->message),
                    .job = name};
  }
  return Progress{.message = std::format("the Job {} runs", name), .job = name};
}

core::Expected<std::optional<Progress>> follow_job(const Work& work) {
  const std::string name = job_name(work.operation);
  const auto object = work.client.get(job_resource(work.operation, name));
  if (!object && object.error().code == kubernetes::code::not_found) {
    if (work.operation.status.job.empty()) return std::nullopt;
    return refused(Reason::job_gone, std::format("the Job {} was deleted before its end was seen", name),
                   "create another operation to run it again");
  }
  if (!object) return std::unexpected(object.error());
  const auto job = objects::read_job(*object);
  if (!job || !is_of(*job, work.operation)) {
    return refused(Reason::name_taken, std::format("the Job {} is not this operation's", name),
                   "delete that Job, and create the operation anew");
  }
  auto pods = pods_of(work, *job);
  if (!pods) return std::unexpected(pods.error());
  auto progress = progress_of(*job, *pods);
  if (!progress) return std::unexpected(progress.error());
  return *std::move(progress);
}

core::Expected<Progress> start_job(const Work& work, const json& job_template, const objects::Metadata* cron_job) {
  const json job = job_of(work.operation, job_template, cron_job);
  const std::string name = job_name(work.operation);
  const auto made = work.client.create(job_resource(work.operation, {}), job);
  // Somebody who held the claim before has made it: the next step looks whose it is.
  if (!made && made.error().code != kubernetes::code::conflict) return std::unexpected(made.error());
  return Progress{.message = std::format("the Job {} was created", name), .job = made ? name : std::string()};
}

}  // namespace chandler::controller::operations
