#include "controller/status/sync.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "controller/status/asked.hpp"
#include "controller/status/assemble.hpp"
#include "controller/status/due.hpp"
#include "controller/status/json.hpp"
#include "controller/status/mounts.hpp"
#include "controller/status/pods.hpp"
#include "controller/status/provision.hpp"
#include "controller/status/transition.hpp"
#include "platform/kubernetes/objects/time.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::controller::status {
namespace {

using nlohmann::json;
namespace objects = platform::kubernetes::objects;

// Events are asked for so often, of a pod that waits, and of so many pods at once at most.
constexpr std::chrono::seconds between_mount_questions{60};
constexpr std::size_t most_mount_questions = 20;

// The API server tells of a write in this time, or not at all.
constexpr std::chrono::seconds longest_echo{30};

events::Regarding regarding(const objects::Workload& workload) {
  return {.api_version = "apps/v1", .kind = workload.kind, .key = workload.metadata.key, .uid = workload.metadata.uid};
}

}  // namespace

Sync::Sync(const SyncParts& parts, SyncOptions options)
    : parts_(parts),
      options_(options),
      writer_(parts.client, parts.metrics.writes),
      healer_(parts.client, parts.recorder, parts.metrics.evictions) {}

void Sync::run(const std::stop_token& stop) {
  static constexpr std::chrono::milliseconds first_look{50};
  parts_.touched.open();
  // Before, a pod that is not there may only not have come yet. What lacks is in the Reflectors' log.
  while (!parts_.caches.observing() && platform::sleep_unless_stopped(stop, first_look)) {
  }
  // Of Provisions nobody has to wait for ever: where their definition is not installed, the rest goes on.
  const auto patience = Clock::now() + options_.pause;
  while (!parts_.caches.provisioned() && Clock::now() < patience && platform::sleep_unless_stopped(stop, first_look)) {
  }
  auto next_of_all = Clock::now();
  while (!stop.stop_requested()) {
    std::set<WorkloadKey> keys = parts_.touched.wait(next_of_all, stop);
    if (stop.stop_requested()) break;
    const bool all = Clock::now() >= next_of_all;
    if (all) next_of_all = Clock::now() + options_.interval;
    look(std::move(keys), all, stop);
    if (all) parts_.metrics.looks.add();
    if (!platform::sleep_unless_stopped(stop, options_.pause)) break;
  }
  parts_.touched.close();
  parts_.metrics.publish({}, objects::wall_clock());
}

std::set<WorkloadKey> Sync::due(Time now) const {
  std::set<WorkloadKey> keys;
  const auto add = [&](const WorkloadKey& key) {
    const auto known = known_.find(key);
    if (known == known_.end() || known->second.due <= now) keys.insert(key);
  };
  for (const WorkloadKey& key : parts_.caches.labelled_workloads()) add(key);
  for (const auto& [key, known] : known_) add(key);
  for (const auto& provision : parts_.caches.provisions())
    add({.kind = provision->kind, .key = {provision->metadata.key.namespace_name, provision->name}});
  return keys;
}

void Sync::look(std::set<WorkloadKey> changed, bool all, const std::stop_token& stop) {
  changed.merge(std::exchange(unwritten_, {}));
  if (all) changed.merge(due(objects::wall_clock()));
  if (!changed.empty()) {
    const Census census(parts_.caches);
    writer_.begin();
    mount_questions_ = 0;
    for (const WorkloadKey& key : changed) {
      if (stop.stop_requested()) return;
      look_at(key, census);
    }
  }
  parts_.metrics.publish(figures_, objects::wall_clock());
}

void Sync::look_at(const WorkloadKey& key, const Census& census) {
  const auto workload = parts_.caches.workload(key);
  const bool excluded = std::ranges::contains(parts_.settings.excluded_namespaces, key.key.namespace_name);
  if (!workload || workload->metadata.being_deleted || excluded) return forget(key);
  Known& known = known_[key];
  if (known.workload != workload) {
    known.asked = asked_of(*workload, parts_.settings);
    if (!known.workload || known.workload->definition != workload->definition) known.healing = {};
    known.workload = workload;
  }
  const Time now = objects::wall_clock();
  Situation situation = census.situation_of(key);
  situation.asked = known.asked;
  ask_about_mounts(known, situation.pods, now);
  situation.mount_failures = known.mount_failures;

  const auto there = parts_.caches.provision({key.key.namespace_name, provision_name(key)});
  settle(known, there.get());
  const ProvisionStatus before = remembered(present(known, there.get()));
  const ProvisionStatus status = assemble(situation, before, now);
  known.due = due_of(situation, status, now);
  figures_[key] = figures_of(status, now);
  if (publish(*workload, there.get(), known, to_json(status))) {
    for (const auto& event : events_between(before.problems, status.problems, regarding(*workload)))
      parts_.recorder.record(parts_.client, event);
  } else {
    unwritten_.insert(key);
  }
  if (known.asked.heals) healer_.heal(regarding(*workload), situation.pods, known.healing);
}

// Our own write comes back by the watch; one that was undone meanwhile does not.
void Sync::settle(Known& known, const Provision* there) {
  if (!known.pending) return;
  const bool seen = there != nullptr && there->metadata.resource_version != known.pending->over;
  if (seen || Clock::now() - known.pending->since > longest_echo) known.pending.reset();
}

const std::string& Sync::present(const Known& known, const Provision* there) {
  return there == nullptr || known.pending ? known.last : there->status;
}

// True: it is written, needs no writing, or cannot be where there are no Provisions.
bool Sync::publish(const Workload& workload, const Provision* there, Known& known, const json& status) {
  std::string text = status.dump(-1, ' ', false, json::error_handler_t::replace);
  if (!parts_.caches.provisioned()) {
    known.last = std::move(text);
    return true;
  }
  if (there != nullptr && there->metadata.controller && there->metadata.controller->uid != workload.metadata.uid) {
    // Of a workload of the same name that was deleted: the garbage collector may take its time.
    writer_.remove(*there);
    return false;
  }
  const bool exists = there != nullptr || known.pending;
  if (exists && json::parse(present(known, there), nullptr, false) == status) return true;
  // One that is being made is waited for.
  if (!writer_.usable() || (there == nullptr && known.pending)) return false;
  const std::string seen = there == nullptr ? std::string() : there->metadata.resource_version;
  if (!writer_.write(workload, there, known.pending ? known.pending->version : seen, status)) return false;
  known.last = std::move(text);
  known.pending = Pending{.over = seen, .version = writer_.version(), .since = Clock::now()};
  return true;
}

void Sync::forget(const WorkloadKey& key) {
  known_.erase(key);
  figures_.erase(key);
  const auto there = parts_.caches.provision({key.key.namespace_name, provision_name(key)});
  if (there && there->kind == key.kind && there->name == key.key.name && !there->metadata.being_deleted)
    writer_.remove(*there);
}

void Sync::ask_about_mounts(Known& known, const Pods& pods, Time now) {
  const Pods candidates = newest_first(living(pods));
  const auto stuck = std::ranges::find_if(candidates, [&](const auto& pod) { return is_stuck(*pod, now); });
  if (stuck == candidates.end()) {
    known.mount_failures.clear();
    known.mounts_asked.reset();
    return;
  }
  const auto time = Clock::now();
  if (known.mounts_asked && time - *known.mounts_asked < between_mount_questions) return;
  if (mount_questions_ == most_mount_questions) return;
  ++mount_questions_;
  known.mounts_asked = time;
  known.mount_failures.clear();
  if (auto failure = ask_why_stuck(parts_.client, **stuck)) known.mount_failures.push_back(*std::move(failure));
}

}  // namespace chandler::controller::status
