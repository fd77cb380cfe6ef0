#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace chandler::core::injection {

// Why a request was answered as it was. A closed list: the ids are those of logs, metrics, events and
// documentation, and do not change.
enum class Reason : std::uint8_t {
  injected,            // a pod got containers
  already_injected,    // a pod has all of them, as they should be: called again, or injected offline
  copied,              // label or directives were copied into, or taken out of, a workload's template
  template_current,    // the template holds what it should
  not_labelled,        // never asked
  opted_out,           // the label says "false"
  no_directive,        // the label, but nothing to do
  nothing_to_inject,   // directives, but none that concerns a pod in this version
  mirror_pod,          // the kubelet's own copy of a static pod
  excluded_namespace,  // kube-system, or Chandler's own
  pod_exists,          // an UPDATE of a pod: its containers cannot change
  being_deleted,       // carries a deletionTimestamp: nothing may hold its end up
  started_job,         // a Job's template cannot change once it has started
  unknown_kind,        // neither a pod nor a workload that Chandler knows
  malformed,           // the object is not what its kind says
  refused,             // denied: a finding of severity `refuse`
};

std::string_view id_of(Reason reason);

// Every reason, for metrics that start at zero and for documentation.
std::span<const Reason> all_reasons();

}  // namespace chandler::core::injection
