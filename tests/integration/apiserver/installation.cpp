#include "tests/integration/apiserver/installation.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::tests {
namespace {

namespace kubernetes = platform::kubernetes;
using nlohmann::json;

constexpr const char* rbac = "rbac.authorization.k8s.io";

json rule(const char* group, const char* resource, const std::string& name, json verbs) {
  return {{"apiGroups", {group}}, {"resources", {resource}}, {"resourceNames", {name}}, {"verbs", std::move(verbs)}};
}

json rule_on_all(const char* group, json resources, json verbs) {
  return {{"apiGroups", {group}}, {"resources", std::move(resources)}, {"verbs", std::move(verbs)}};
}

json rules(const char* group, json resources, json operations, const char* version = "v1") {
  return {{"apiGroups", {group}},
          {"apiVersions", {version}},
          {"resources", std::move(resources)},
          {"operations", std::move(operations)},
          {"scope", "Namespaced"}};
}

json webhook(const std::string& installation, const char* name, json rules) {
  return {{"name", name},
          {"admissionReviewVersions", {"v1"}},
          {"sideEffects", "None"},
          {"reinvocationPolicy", "IfNeeded"},
          {"failurePolicy", "Fail"},
          {"timeoutSeconds", 10},
          {"clientConfig",
           {{"service", {{"namespace", installation}, {"name", "chandler"}, {"port", 443}, {"path", "/mutate"}}}}},
          {"objectSelector", {{"matchExpressions", {{{"key", "chandler.dev/inject"}, {"operator", "Exists"}}}}}},
          {"rules", std::move(rules)}};
}

json operations_webhook(const std::string& installation) {
  json operations = webhook(installation, "operations.chandler.dev",
                            json::array({rules("chandler.dev", {"operations"}, {"CREATE"}, "v1alpha1")}));
  operations.erase("objectSelector");
  operations["clientConfig"]["service"]["path"] = "/operations";
  return operations;
}

}  // namespace

Installation::Installation(ControlPlane& cluster, std::string name) : cluster_(cluster), name_(std::move(name)) {
  cluster.make_namespace(name_, json::object());
  cluster.make(kubernetes::secret(name_, ""), {{"metadata", {{"name", "chandler-certs"}}}, {"type", "Opaque"}});
  cluster.make(
      {.plural = "services", .namespace_name = name_},
      {{"metadata", {{"name", "chandler"}}}, {"spec", {{"type", "ExternalName"}, {"externalName", "localhost"}}}});
  cluster.make({.group = "coordination.k8s.io", .plural = "leases", .namespace_name = name_},
               {{"metadata", {{"name", "chandler"}}}});
  const json workloads{rules("apps", {"deployments", "statefulsets", "daemonsets"}, {"CREATE", "UPDATE"}),
                       rules("batch", {"jobs", "cronjobs"}, {"CREATE", "UPDATE"})};
  cluster.make(kubernetes::mutating_webhook_configuration(""),
               {{"metadata", {{"name", name_}}},
                {"webhooks",
                 {webhook(name_, "pods.chandler.dev", json::array({rules("", {"pods"}, {"CREATE"})})),
                  webhook(name_, "workloads.chandler.dev", workloads), operations_webhook(name_)}}});
}

Installation::~Installation() {
  cluster_.admin().remove(kubernetes::mutating_webhook_configuration(name_));
}

void Installation::grant() {
  const json account = json::array({{{"kind", "User"}, {"name", "chandler"}, {"apiGroup", rbac}}});
  const auto collection = [&](const char* plural, bool namespaced) {
    return kubernetes::Resource{.group = rbac, .plural = plural, .namespace_name = namespaced ? name_ : ""};
  };
  const json metadata{{"name", name_}};
  cluster_.make(collection("roles", true),
                {{"metadata", metadata},
                 {"rules",
                  {rule("", "secrets", "chandler-certs", {"get", "update"}), rule_on_all("", {"secrets"}, {"create"}),
                   rule("coordination.k8s.io", "leases", "chandler", {"get", "update", "watch"})}}});
  cluster_.make(collection("rolebindings", true), {{"metadata", metadata},
                                                   {"roleRef", {{"apiGroup", rbac}, {"kind", "Role"}, {"name", name_}}},
                                                   {"subjects", account}});
  cluster_.make(
      collection("clusterroles", false),
      {{"metadata", metadata},
       {"rules",
        {rule("admissionregistration.k8s.io", "mutatingwebhookconfigurations", name_, {"get", "patch"}),
         rule_on_all("apps", {"deployments", "statefulsets", "daemonsets"}, {"list", "watch"}),
         rule_on_all("batch", {"cronjobs"}, {"list", "watch", "create", "patch", "delete"}),
         rule_on_all("batch", {"jobs"}, {"get", "list", "watch", "create"}),
         rule_on_all("", {"pods"}, {"list", "watch"}), rule_on_all("", {"pods/eviction"}, {"create"}),
         rule_on_all("chandler.dev", {"operations"}, {"list", "watch", "create", "delete"}),
         rule_on_all("chandler.dev", {"operations/status"}, {"update"}),
         rule_on_all("authentication.k8s.io", {"tokenreviews"}, {"create"}),
         rule_on_all("authorization.k8s.io", {"subjectaccessreviews"}, {"create"}),
         rule_on_all("chandler.dev", {"provisions"}, {"list", "watch", "create", "delete"}),
         rule_on_all("chandler.dev", {"provisions/status"}, {"update"}), rule_on_all("", {"events"}, {"list"}),
         rule_on_all("events.k8s.io", {"events"}, {"create", "patch"})}}});
  cluster_.make(collection("clusterrolebindings", false),
                {{"metadata", metadata},
                 {"roleRef", {{"apiGroup", rbac}, {"kind", "ClusterRole"}, {"name", name_}}},
                 {"subjects", account}});
}

std::vector<std::string> Installation::flags() const {
  return flags(cluster_.kubeconfig("chandler"));
}

std::vector<std::string> Installation::flags(const std::filesystem::path& kubeconfig) const {
  return {"--kubeconfig=" + kubeconfig.string(),
          "--service=chandler." + name_ + ".svc",
          "--account=chandler",
          "--certs-secret=" + name_ + "/chandler-certs",
          "--webhook-config=" + name_,
          "--image=chandler:test"};
}

void Installation::route_to(int port) {
  json patch = json::array();
  for (const char* webhook : {"0", "1", "2"}) {
    patch.push_back({{"op", "replace"},
                     {"path", std::string("/webhooks/") + webhook + "/clientConfig/service/port"},
                     {"value", port}});
  }
  const auto patched =
      cluster_.admin().patch(kubernetes::mutating_webhook_configuration(name_), kubernetes::PatchType::json, patch);
  if (!patched) FAIL(core::describe(patched.error()));
}

json Installation::secret() {
  return cluster_.admin().get(kubernetes::secret(name_, "chandler-certs")).value();
}

json Installation::webhook_configuration() {
  return cluster_.admin().get(kubernetes::mutating_webhook_configuration(name_)).value();
}

}  // namespace chandler::tests
