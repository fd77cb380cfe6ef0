#include "controller/status/healer.hpp"

#include <format>
#include <utility>

#include "platform/log/log.hpp"

namespace chandler::controller::status {

namespace kubernetes = platform::kubernetes;
namespace log = platform::log;
using Type = events::Event::Type;

void Healer::heal(const events::Regarding& workload, const Pods& pods, Healing& healing) {
  const SteadyTime now = std::chrono::steady_clock::now();
  const HealStep step = next_step(healing, pods, now);
  switch (step.kind) {
    case HealStep::Kind::nothing:
      return;
    case HealStep::Kind::give_up:
      return tell(
          workload, Type::warning, "HealGaveUp",
          std::format("{} pods were evicted, and each that took the place was made without its containers, "
                      "too; see whether the webhook is called (kubectl get mutatingwebhookconfigurations), then "
                      "kubectl rollout restart",
                      most_fruitless));
    case HealStep::Kind::evict:
      evict(workload, *step.pod);
      return evicted(healing, pods, now);
  }
  std::unreachable();
}

void Healer::evict(const events::Regarding& workload, const Pod& pod) {
  const auto& key = pod.metadata.key;
  const auto done = client_.evict(key.namespace_name, key.name, {.uid = pod.metadata.uid, .resource_version = {}});
  if (done) {
    evictions_.with({"evicted"}).add();
    log::info("pod_evicted", "it was made while the webhook was away", {{"pod", display(key)}});
    return tell(
        workload, Type::normal, "PodEvicted",
        std::format("pod/{} was made while the webhook was not asked; evicted, as chandler.dev/heal asks", key.name));
  }
  const bool held = done.error().code == kubernetes::code::disruption_budget;
  evictions_.with({held ? "held" : "failed"}).add();
  log::write(held ? log::Level::info : log::Level::warning, "pod_not_evicted", core::describe(done.error()),
             {{"pod", display(key)}, {"code", done.error().code}});
}

void Healer::tell(const events::Regarding& workload, Type type, std::string reason, std::string note) {
  recorder_.record(client_, {.regarding = workload,
                             .type = type,
                             .reason = std::move(reason),
                             .action = "Heal",
                             .note = std::move(note),
                             .lasting = false});
}

}  // namespace chandler::controller::status
