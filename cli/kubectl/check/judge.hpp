#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "certs/bundle.hpp"
#include "certs/issue.hpp"
#include "cli/kubectl/age.hpp"
#include "cli/kubectl/check/finding.hpp"
#include "cli/kubectl/check/installation.hpp"
#include "platform/kubernetes/objects/lease.hpp"

// What is well and what is not, from what was read. Pure.
namespace chandler::cli::kubectl::check {

// A CustomResourceDefinition of ours.
Finding judge_kind(const nlohmann::json& definition);

Finding judge_webhook(const Installation& installation);

// Whom the API server trusts, by the webhook configuration alone.
Finding judge_ca(const Installation& installation, certs::SystemTime now);

// The certificate that is served, out of its Secret: whether it is good and whether the API server trusts it.
Finding judge_certificate(const Installation& installation, const certs::Bundle& served, certs::SystemTime now);

// The EndpointSlices of the Service.
Finding judge_endpoints(const ObjectKey& service, const std::vector<nlohmann::json>& slices);

// Pods of `chandler serve`, and whether their version is this program's.
Finding judge_replicas(const nlohmann::json& deployment);
Finding judge_version(const Serving& serving, std::string_view own);

Finding judge_lease(const platform::kubernetes::objects::Lease& lease, Time now);

// Labelled pods that have none of what their annotations ask for.
struct MissedPod {
  ObjectKey key;
};
std::optional<MissedPod> read_missed(const nlohmann::json& pod);
Finding judge_pods(std::size_t labelled, const std::vector<MissedPod>& missed);

}  // namespace chandler::cli::kubectl::check
