#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/annotations/finding.hpp"
#include "core/annotations/spec.hpp"
#include "core/text/parsed.hpp"

namespace chandler::core::annotations {

enum class Group : std::uint8_t { database, migrate, load, wait, executor, refresh, probe, heal, containers };

std::string_view title_of(Group group);
std::span<const Group> all_groups();

// Who asks.
enum class Where : std::uint8_t {
  in_cluster,       // the API server by way of the webhook, or the controller
  admission_alone,  // the webhook of an installation that has no controller
  offline           // a person with `chandler inject`
};

// Whether the group's directives say what pods get. Else they say what CronJobs beside them do: these stand on
// the workload alone, so that a new schedule restarts no pod.
bool concerns_pods(Group group);

// Which workloads a directive makes sense on.
enum class Workloads : std::uint8_t {
  all,          // pods, and Deployments, StatefulSets, DaemonSets, Jobs, CronJobs
  long_running  // Deployments, StatefulSets, DaemonSets
};

std::string_view describe(Workloads workloads);

// One annotation, declared once: checking, copying, the reference page and `explain` read it from here.
struct Directive {
  using Read = text::Parsed<void> (*)(std::string_view value, ProvisionSpec& spec);

  std::string_view name;  // without the prefix
  Group group = Group::containers;
  std::string_view grammar;
  std::string_view fallback;         // the default, or empty
  std::string_view meaning;          // a sentence for the reference page
  std::string_view causes;           // what it does to a pod, for `explain`
  Read read = nullptr;               // parses and stores
  Severity on_bad = Severity::warn;  // refuse: running without it would be unsafe
  std::string_view needs;            // the directive without which this one does nothing, or empty
  std::string_view or_needs;         // one that does in its stead, or empty
  std::string_view undone;           // what holds in its stead where this version does nothing with it, or empty
  bool task = false;                 // asks for work by itself
  Workloads workloads = Workloads::all;
};

// False: a later version's, or the controller's where there is none. The grammar is checked all the same.
bool carried_out(const Directive& directive, Where where);

// All of them, group by group, in the order of the reference page.
std::span<const Directive> directives();

// By name without the prefix; null when unknown.
const Directive* find_directive(std::string_view name);

// The known name that was probably meant, or empty.
std::string_view nearest_directive(std::string_view name);

}  // namespace chandler::core::annotations
