#pragma once

#include <chrono>
#include <csignal>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <httplib.h>

#include "tests/integration/apiserver/account_tokens.hpp"
#include "tests/integration/apiserver/controller_fixture.hpp"
#include "tests/support/api/samples.hpp"

namespace chandler::tests {

// A replica behind a proxy, two namespaces with a workload each, and accounts: "editor" may do all in the first,
// "viewer" may look everywhere, "nobody" may do nothing.
class ApiServed : public ControllerFixture {
 public:
  explicit ApiServed(const std::string& name)
      : ControllerFixture(name),
        other(name + "-other"),
        proxy(cluster.proxy()),
        editor(make_account(cluster, apps, "editor")),
        viewer(make_account(cluster, apps, "viewer")),
        nobody(make_account(cluster, apps, "nobody")),
        // With a Lease that is not there nobody leads, so that the Provisions are the test's own.
        serve(replica(*proxy, {"--operation-workers=0", "--lease=" + name + "/nobody"})) {
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes into connections that were closed for want of a certificate
    cluster.make_namespace(other, json::object());
    // The chart's roles, which no controller of this control plane gathers into view and edit.
    const json read = rights({"operations", "provisions"}, {"get", "list", "watch"});
    bind(editor, apps, json::array({read, rights({"operations"}, {"create", "delete"})}));
    bind(viewer, "", json::array({read}));
    put(apps, "menu");
    put(other, "prices");
    REQUIRE(eventually([&] { return get("/api/v1/workloads", token_of(viewer)).body.contains("prices"); }));
  }

  static std::chrono::sys_seconds now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  }

  static json rights(json resources, json verbs) {
    return {{"apiGroups", {"chandler.dev"}}, {"resources", std::move(resources)}, {"verbs", std::move(verbs)}};
  }

  // In `namespace_name`, or everywhere if that is empty.
  void bind(const ServiceAccount& account, const std::string& namespace_name, const json& rules) {
    constexpr const char* group = "rbac.authorization.k8s.io";
    const std::string name = apps + "-" + account.name;
    const bool everywhere = namespace_name.empty();
    const auto collection = [&](const char* plural) {
      return Resource{.group = group, .plural = plural, .namespace_name = namespace_name};
    };
    cluster.make(collection(everywhere ? "clusterroles" : "roles"), {{"metadata", {{"name", name}}}, {"rules", rules}});
    cluster.make(
        collection(everywhere ? "clusterrolebindings" : "rolebindings"),
        {{"metadata", {{"name", name}}},
         {"roleRef", {{"apiGroup", group}, {"kind", everywhere ? "ClusterRole" : "Role"}, {"name", name}}},
         {"subjects", {{{"kind", "ServiceAccount"}, {"name", account.name}, {"namespace", account.namespace_name}}}}});
  }

  // A Provision with its status, as the leader writes them.
  void put(const std::string& namespace_name, const std::string& workload) {
    json object = provision(namespace_name, "Deployment", workload, healthy_status(now()));
    const json status = object.at("status");
    object.at("metadata") = {{"name", object.at("metadata").at("name")}, {"namespace", namespace_name}};
    object.erase("status");
    const Resource collection{
        .group = "chandler.dev", .version = "v1alpha1", .plural = "provisions", .namespace_name = namespace_name};
    json made = cluster.make(collection, object);
    made["status"] = status;
    Resource subresource = collection;
    subresource.name = made.at("metadata").at("name").get<std::string>();
    subresource.subresource = "status";
    const auto written = cluster.admin().replace(subresource, made, {.strict_fields = true});
    if (!written) FAIL(core::describe(written.error()));
  }

  std::string token_of(const ServiceAccount& account) {
    auto& token = tokens_[account.name];
    if (token.empty()) token = request_token(cluster, account, "chandler.dev");
    return token;
  }

  httplib::Response get(const std::string& target, const std::string& token) {
    auto client = connect();
    httplib::Headers headers;
    if (!token.empty()) headers.emplace("Authorization", "Bearer " + token);
    const auto answer = client->Get(target, headers);
    return answer ? *answer : httplib::Response{};
  }
  httplib::Response post(const json& body, const std::string& token, const std::string& key = "") {
    auto client = connect();
    httplib::Headers headers{{"Authorization", "Bearer " + token}};
    if (!key.empty()) headers.emplace("Idempotency-Key", key);
    const auto answer = client->Post("/api/v1/operations", headers, body.dump(), "application/json");
    return answer ? *answer : httplib::Response{};
  }

  json refresh(const std::string& namespace_name) const {
    return {
        {"namespace", namespace_name}, {"workload", {{"kind", "Deployment"}, {"name", "menu"}}}, {"action", "refresh"}};
  }
  std::vector<json> operations(const std::string& namespace_name) {
    std::vector<json> all;
    const Resource collection{
        .group = "chandler.dev", .version = "v1alpha1", .plural = "operations", .namespace_name = namespace_name};
    const auto listed = cluster.admin().list(collection, {}, [&](json&& item) { all.push_back(std::move(item)); });
    if (!listed) FAIL(core::describe(listed.error()));
    return all;
  }

  std::unique_ptr<httplib::SSLClient> connect() const {
    auto client = std::make_unique<httplib::SSLClient>("127.0.0.1", serve.api_port());
    client->enable_server_certificate_verification(false);  // it is the Service's
    client->set_read_timeout(std::chrono::seconds(30));
    return client;
  }

  const std::string other;
  std::unique_ptr<ApiProxy> proxy;
  ServiceAccount editor;
  ServiceAccount viewer;
  ServiceAccount nobody;
  ServeInstance serve;

 private:
  std::map<std::string, std::string> tokens_;
};

}  // namespace chandler::tests
