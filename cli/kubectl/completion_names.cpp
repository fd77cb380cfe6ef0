#include "cli/kubectl/completion_names.hpp"

#include <format>

#include <nlohmann/json.hpp>

#include "cli/kubectl/provisions.hpp"
#include "platform/kubernetes/kubeconfig/load.hpp"
#include "platform/kubernetes/objects/field.hpp"

namespace chandler::cli::kubectl {
namespace {

namespace kubernetes = platform::kubernetes;
namespace objects = platform::kubernetes::objects;

std::vector<std::string> contexts(const ConnectionFlags& flags, const Process& process) {
  std::vector<std::string> names;
  const auto document =
      kubernetes::kubeconfig::load_document(kubernetes::kubeconfig::files_of(flags.kubeconfig, process.environment));
  if (!document) return names;
  for (const auto& [name, context] : document->contexts) names.push_back(name);
  return names;
}

std::vector<std::string> listed(Connection& connection, const kubernetes::Resource& collection) {
  std::vector<std::string> names;
  // What came before a fault is as good as any.
  static_cast<void>(connection.client.list(
      collection, {}, [&](nlohmann::json&& item) { names.push_back(objects::text(item, {"metadata", "name"})); }));
  return names;
}

std::vector<std::string> provisioned(Connection& connection, std::string_view kind) {
  std::vector<std::string> names;
  const auto provisions = list_provisions(connection, connection.namespace_name);
  if (!provisions) return names;
  for (const Provision& provision : provisions->items) {
    if (kind.empty()) names.push_back(provision.display());
    if (provision.kind == kind) names.push_back(provision.name);
  }
  return names;
}

std::vector<std::string> workloads(Connection& connection, std::string_view wanted) {
  std::vector<std::string> names;
  for (const Kind& kind : kinds()) {
    if (wanted.empty() ? !kind.provisioned : kind.kind != wanted) continue;
    for (const std::string& name : listed(connection, {.group = std::string(kind.group),
                                                       .plural = std::string(kind.plural),
                                                       .namespace_name = connection.namespace_name})) {
      names.push_back(wanted.empty() ? std::format("{}/{}", kind.singular, name) : name);
    }
  }
  return names;
}

}  // namespace

Names names_of_cluster(const Process& process) {
  return {.of = [process](Names::What what, std::string_view kind, const ConnectionFlags& flags) {
    using What = Names::What;
    static constexpr std::chrono::milliseconds soon{1'500};
    if (what == What::contexts) return contexts(flags, process);
    auto connection = connect(
        flags, process, {.connect_timeout = soon, .request_timeout = soon, .whole_timeout = soon, .repetitions = 0});
    if (!connection) return std::vector<std::string>();
    if (what == What::namespaces) return listed(*connection, {.plural = "namespaces"});
    return what == What::provisioned ? provisioned(*connection, kind) : workloads(*connection, kind);
  }};
}

}  // namespace chandler::cli::kubectl
