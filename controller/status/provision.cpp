#include "controller/status/provision.hpp"

#include <algorithm>
#include <cctype>
#include <format>

#include <nlohmann/json.hpp>

#include "controller/cache/caches.hpp"
#include "core/cronjob/name.hpp"

namespace chandler::controller::status {
namespace {

using nlohmann::json;

constexpr std::size_t longest_name = 253;

}  // namespace

std::string provision_name(const WorkloadKey& workload) {
  std::string kind = workload.kind;
  std::ranges::transform(kind, kind.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return core::cronjob::fitting_name(std::format("{}-{}", kind, workload.key.name), "", longest_name);
}

platform::kubernetes::Resource provision_resource(const std::string& namespace_name, std::string name,
                                                  std::string subresource) {
  return {.group = "chandler.dev",
          .version = "v1alpha1",
          .plural = "provisions",
          .namespace_name = namespace_name,
          .name = std::move(name),
          .subresource = std::move(subresource)};
}

json provision_of(const platform::kubernetes::objects::Workload& workload) {
  const auto& key = workload.metadata.key;
  json owner{{"apiVersion", "apps/v1"},
             {"kind", workload.kind},
             {"name", key.name},
             {"uid", workload.metadata.uid},
             {"controller", true}};
  return {{"apiVersion", "chandler.dev/v1alpha1"},
          {"kind", "Provision"},
          {"metadata",
           {{"name", provision_name({.kind = workload.kind, .key = key})},
            {"namespace", key.namespace_name},
            {"labels", {{"app.kubernetes.io/managed-by", field_manager}}},
            {"ownerReferences", json::array({std::move(owner)})}}},
          {"spec", {{"workload", {{"kind", workload.kind}, {"name", key.name}}}}}};
}

}  // namespace chandler::controller::status
