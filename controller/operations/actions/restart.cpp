#include <format>
#include <vector>

#include <nlohmann/json.hpp>

#include "controller/operations/action.hpp"
#include "controller/operations/rotation.hpp"
#include "controller/operations/subject.hpp"
#include "core/annotations/keys.hpp"

// restart: evicts the workload's pods one by one. No write on the workload, so that nothing of it changes, and
// PodDisruptionBudgets hold.
namespace chandler::controller::operations {
namespace {

namespace kubernetes = platform::kubernetes;
namespace objects = kubernetes::objects;

constexpr std::chrono::minutes patience{15};

core::Expected<std::vector<objects::Pod>> pods_of(const Work& work, const Subject& subject) {
  std::vector<objects::Pod> pods;
  const objects::Metadata& workload = subject.workload.metadata;
  const auto listed = work.client.list_all(
      {.plural = "pods", .namespace_name = workload.key.namespace_name, .name = {}},
      {.selection = {.labels = subject.replicas.selector, .fields = {}}}, [&](nlohmann::json&& item) {
        auto pod = objects::read_pod(item, {.label = core::annotations::inject_label, .prefix = "chandler-"});
        if (pod && objects::is_replica_of(*pod, subject.workload.kind, workload)) pods.push_back(*std::move(pod));
      });
  if (!listed) return std::unexpected(listed.error());
  return pods;
}

}  // namespace

core::Expected<Progress> restart(const Work& work) {
  const auto subject = find_subject(work);
  if (!subject) return std::unexpected(subject.error());
  const auto pods = pods_of(work, *subject);
  if (!pods) return std::unexpected(pods.error());
  const auto asked = work.operation.metadata.created.value_or(objects::Microtime::min());
  const Rotation rotation = rotate(*pods, subject->replicas.wanted, asked);
  if (rotation.step == Rotation::Step::done) return Progress{.done = true, .message = rotation.message};
  if (rotation.step == Rotation::Step::wait) {
    return Progress{.waits_for = Reason::not_ready, .message = rotation.message, .patience = patience};
  }
  const objects::Metadata& pod = rotation.pod.metadata;
  const auto evicted = work.client.evict(pod.key.namespace_name, pod.key.name, {.uid = pod.uid});
  if (!evicted && evicted.error().code == kubernetes::code::disruption_budget) {
    return Progress{.waits_for = Reason::disruption_budget,
                    .message = std::format("a PodDisruptionBudget holds pod {}", pod.key.name),
                    .patience = patience};
  }
  // Gone meanwhile, or another of its name stands there: the next step looks anew.
  const bool gone = !evicted && (evicted.error().code == kubernetes::code::not_found ||
                                 evicted.error().code == kubernetes::code::conflict);
  if (!evicted && !gone) return std::unexpected(evicted.error());
  return Progress{.message = rotation.message, .patience = patience};
}

}  // namespace chandler::controller::operations
