#include "cli/kubectl/provisions.hpp"

#include <algorithm>
#include <format>
#include <tuple>

#include "core/annotations/keys.hpp"
#include "core/text/nearest.hpp"
#include "platform/kubernetes/objects/field.hpp"

namespace chandler::cli::kubectl {
namespace {

using core::Expected;
using nlohmann::json;
namespace kubernetes = platform::kubernetes;
namespace objects = platform::kubernetes::objects;

constexpr std::string_view verbs = "get,list,watch";
constexpr std::string_view resource = "provisions.chandler.dev";

core::Error problem(std::string message, std::string where, std::string hint) {
  return {.code = "kubectl.no_provision",
          .message = std::move(message),
          .where = std::move(where),
          .hint = std::move(hint)};
}

core::Error readable(core::Error error, const std::string& namespace_name) {
  // A group that the API server does not know is a bare 404.
  if (error.code == kubernetes::code::not_found) {
    error.message = "the cluster has no kind provisions.chandler.dev: Chandler is not installed there, or an older one";
    error.hint = "kubectl chandler check";
    return error;
  }
  return with_remedy(std::move(error), verbs, resource, namespace_name);
}

// Why a workload has no Provision.
core::Error why_none(Connection& connection, const WorkloadName& workload) {
  const auto object = connection.client.get(workload.in(connection.namespace_name));
  if (!object && object.error().code == kubernetes::code::not_found) return unknown_workload(connection, workload);
  if (!object) {
    return problem("there is no status of it", workload.display(),
                   std::format("whether the workload itself is there could not be seen: {}", object.error().message));
  }
  const std::string label = objects::text(*object, {"metadata", "labels", core::annotations::inject_label});
  if (label != "true") {
    return problem("it is not labelled: Chandler does nothing for it", workload.display(),
                   std::format("kubectl label {} --namespace {} {}=true, and annotations that say what",
                               workload.display(), connection.namespace_name, core::annotations::inject_label));
  }
  return problem("it is labelled, and Chandler's controller has not looked at it yet", workload.display(),
                 "where that lasts: kubectl chandler check");
}

}  // namespace

std::string Provision::display() const {
  const Kind* const known = find_kind(kind);
  return std::format("{}/{}", known != nullptr ? known->singular : kind, name);
}

Provision read_provision(json object) {
  Provision provision;
  provision.namespace_name = objects::text(object, {"metadata", "namespace"});
  provision.kind = objects::text(object, {"spec", "workload", "kind"});
  provision.name = objects::text(object, {"spec", "workload", "name"});
  provision.created = objects::parse_time(objects::text(object, {"metadata", "creationTimestamp"}));
  provision.status = objects::read_provision_status(object);
  provision.object = std::move(object);
  return provision;
}

kubernetes::Resource provisions_in(std::string_view namespace_name, std::string_view name) {
  return {.group = "chandler.dev",
          .version = "v1alpha1",
          .plural = "provisions",
          .namespace_name = std::string(namespace_name),
          .name = std::string(name)};
}

Expected<Provisions> list_provisions(Connection& connection, const std::string& namespace_name) {
  Provisions provisions;
  auto listed = connection.client.list_all(provisions_in(namespace_name), {}, [&](json&& item) {
    // The items of a list do not say what they are.
    item["apiVersion"] = "chandler.dev/v1alpha1";
    item["kind"] = "Provision";
    provisions.items.push_back(read_provision(std::move(item)));
  });
  if (!listed) return std::unexpected(readable(listed.error(), namespace_name));
  provisions.resource_version = *std::move(listed);
  std::ranges::sort(provisions.items, {},
                    [](const Provision& item) { return std::tie(item.namespace_name, item.kind, item.name); });
  return provisions;
}

Expected<Provision> find_provision(Connection& connection, const WorkloadName& workload) {
  // By its name, and where that was shortened, among all.
  const std::string name = std::format("{}-{}", workload.kind->singular, workload.name);
  auto object = connection.client.get(provisions_in(connection.namespace_name, name));
  if (object) {
    Provision provision = read_provision(*std::move(object));
    if (provision.about(workload)) return provision;
  } else if (object.error().code != kubernetes::code::not_found) {
    return std::unexpected(readable(object.error(), connection.namespace_name));
  }
  auto all = list_provisions(connection, connection.namespace_name);
  if (!all) return std::unexpected(all.error());
  const auto found = std::ranges::find_if(all->items, [&](const Provision& item) { return item.about(workload); });
  if (found != all->items.end()) return std::move(*found);
  return std::unexpected(why_none(connection, workload));
}

Expected<std::vector<Selected>> select_workloads(Connection& connection, const std::string& namespace_name,
                                                 const std::string& selector) {
  std::vector<Selected> selected;
  for (const Kind& kind : kinds()) {
    if (!kind.provisioned) continue;
    const auto listed = connection.client.list_all(
        {.group = std::string(kind.group), .plural = std::string(kind.plural), .namespace_name = namespace_name},
        {.selection = {.labels = selector}}, [&](json&& item) {
          selected.push_back({objects::text(item, {"metadata", "namespace"}), std::string(kind.kind),
                              objects::text(item, {"metadata", "name"})});
        });
    if (!listed) {
      return std::unexpected(
          with_remedy(listed.error(), "list", std::format("{}.{}", kind.plural, kind.group), namespace_name));
    }
  }
  std::ranges::sort(selected);
  return selected;
}

core::Error unknown_workload(Connection& connection, const WorkloadName& workload) {
  core::Error error =
      problem(std::format("there is no such {} in the namespace {}", workload.kind->kind, connection.namespace_name),
              workload.display(), "another namespace is chosen by -n");
  std::vector<std::string> names;
  const kubernetes::Resource collection{.group = std::string(workload.kind->group),
                                        .plural = std::string(workload.kind->plural),
                                        .namespace_name = connection.namespace_name};
  const auto page = connection.client.list(
      collection, {}, [&](json&& item) { names.push_back(objects::text(item, {"metadata", "name"})); });
  if (!page) return error;  // the error stands without a guess
  const std::vector<std::string_view> views(names.begin(), names.end());
  if (const std::string_view near = core::text::nearest(workload.name, views); !near.empty()) {
    error.hint = std::format("did you mean {}/{}?", workload.kind->singular, near);
  }
  return error;
}

}  // namespace chandler::cli::kubectl
