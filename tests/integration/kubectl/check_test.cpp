#include "certs/issue.hpp"
#include "platform/kubernetes/base64.hpp"
#include "tests/integration/apiserver/installation.hpp"
#include "tests/integration/apiserver/serve_instance.hpp"
#include "tests/integration/kubectl/person.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/places.hpp"

namespace chandler::tests {
namespace {

using nlohmann::json;
namespace kubernetes = platform::kubernetes;

// The verdicts about a subject.
std::vector<std::string> verdicts(const Person::Answer& answer, const std::string& subject) {
  std::vector<std::string> found;
  for (const json& finding : json::parse(answer.out)) {
    if (finding.at("subject") == subject) found.push_back(finding.at("verdict").get<std::string>());
  }
  return found;
}

Person::Answer check(const Person& person, const std::vector<std::string>& more = {}) {
  std::vector<std::string> command{"check", "-o", "json"};
  command.insert(command.end(), more.begin(), more.end());
  return person.types(command);
}

// What the chart makes besides: who runs `chandler serve`, and where it answers.
void make_deployment(ControlPlane& cluster, const std::string& name, const std::string& image) {
  const json labels{{"app.kubernetes.io/name", "chandler"}};
  cluster.make(
      {.group = "apps", .plural = "deployments", .namespace_name = name},
      {{"metadata", {{"name", "chandler"}}},
       {"spec",
        {{"replicas", 1},
         {"selector", {{"matchLabels", labels}}},
         {"template",
          {{"metadata", {{"labels", labels}}},
           {"spec",
            {{"serviceAccountName", "chandler"},
             {"containers",
              {{{"name", "chandler"},
                {"image", image},
                {"args",
                 {"serve", "--certs-secret=" + name + "/chandler-certs", "--lease=" + name + "/chandler"}}}}}}}}}}}});
  const auto ready = cluster.admin().patch(
      {.group = "apps", .plural = "deployments", .namespace_name = name, .name = "chandler", .subresource = "status"},
      kubernetes::PatchType::merge, {{"status", {{"replicas", 1}, {"readyReplicas", 1}}}});
  if (!ready) FAIL(core::describe(ready.error()));
  cluster.make({.group = "discovery.k8s.io", .plural = "endpointslices", .namespace_name = name},
               {{"metadata", {{"name", "chandler-1"}, {"labels", {{"kubernetes.io/service-name", "chandler"}}}}},
                {"addressType", "IPv4"},
                {"endpoints", {{{"addresses", {"10.0.0.7"}}, {"conditions", {{"ready", true}}}}}},
                {"ports", {{{"port", 8443}}}}});
}

void give_account_all_rights(ControlPlane& cluster, const std::string& name) {
  constexpr const char* group = "rbac.authorization.k8s.io";
  cluster.make({.group = group, .plural = "clusterrolebindings"},
               {{"metadata", {{"name", name + "-account"}}},
                {"roleRef", {{"apiGroup", group}, {"kind", "ClusterRole"}, {"name", "cluster-admin"}}},
                {"subjects", {{{"kind", "ServiceAccount"}, {"name", "chandler"}, {"namespace", name}}}}});
}

}  // namespace

TEST_CASE("check says that nothing is installed, and what to do") {
  const Person person("check-nothing");
  const auto answer = person.types({"check"});
  CHECK(answer.code == 2);
  CHECK(answer.out.contains("ok      kinds        operations.chandler.dev serves v1alpha1"));
  CHECK(answer.out.contains("wrong   webhook"));
  CHECK(answer.out.contains("→ helm install chandler"));
}

TEST_CASE("check finds a whole installation well, and each part that breaks") {
  static int count = 0;  // a namespace cannot be made twice
  const std::string name = "check-well-" + std::to_string(++count);
  const Person person(name + "-apps");
  ControlPlane& cluster = person.cluster;
  Installation installation(cluster, name);
  installation.grant();
  make_deployment(cluster, name, "registry:5000/chandler:" CHANDLER_VERSION);
  give_account_all_rights(cluster, name);
  auto serve = std::make_unique<ServeInstance>(tests::chandler_program(), installation.flags());
  REQUIRE(serve->becomes_ready());
  installation.route_to(serve->port());

  REQUIRE(eventually([&] { return verdicts(check(person), "leader") == std::vector<std::string>{"ok"}; }));
  const auto well = check(person);
  INFO(well.out);
  CHECK(well.code == 0);
  for (const char* subject :
       {"webhook", "trust", "certificate", "service", "replicas", "version", "leader", "rights", "admission", "pods"}) {
    INFO(subject);
    CHECK(verdicts(well, subject) == std::vector<std::string>{"ok"});
  }

  SECTION("nobody answers") {
    serve.reset();
    const auto answer = check(person);
    CHECK(answer.code == 2);
    CHECK(verdicts(answer, "admission") == std::vector<std::string>{"wrong"});
    CHECK(answer.out.contains("failed calling webhook"));
    CHECK(verdicts(answer, "certificate") == std::vector<std::string>{"ok"});
  }
  SECTION("the served certificate is another's") {
    const auto other = certs::issue({.dns_names = {"chandler." + name + ".svc"}}, std::chrono::system_clock::now());
    const auto base64 = [](const std::string& text) { return kubernetes::base64(text); };
    person.patch(
        kubernetes::secret(name, "chandler-certs"),
        {{"data",
          {{"ca.crt", base64(other->ca)}, {"tls.crt", base64(other->chain)}, {"tls.key", base64(other->key)}}}});
    const auto answer = check(person);
    CHECK(verdicts(answer, "certificate") == std::vector<std::string>{"wrong"});
    CHECK(answer.out.contains("does not hold the CA"));
  }
  SECTION("no endpoint, an old version, pods that were missed") {
    person.patch(
        {.group = "discovery.k8s.io", .plural = "endpointslices", .namespace_name = name, .name = "chandler-1"},
        {{"endpoints", {{{"addresses", {"10.0.0.7"}}, {"conditions", {{"ready", false}}}}}}});
    person.patch(
        {.group = "apps", .plural = "deployments", .namespace_name = name, .name = "chandler"},
        json::parse(
            R"({"spec":{"template":{"spec":{"containers":[{"name":"chandler","image":"chandler:0.0.1","args":["serve"]}]}}}})"));
    cluster.make({.plural = "pods", .namespace_name = person.space},
                 {{"metadata",
                   {{"name", "missed"},
                    {"labels", {{"app", "menu"}}},
                    {"annotations", {{"chandler.dev/wait-for", "tcp:db:5432"}}}}},
                  {"spec", {{"containers", {{{"name", "app"}, {"image", "app:1"}}}}}}});
    // The label comes later: so no webhook saw the pod.
    person.patch({.plural = "pods", .namespace_name = person.space, .name = "missed"},
                 {{"metadata", {{"labels", {{"chandler.dev/inject", "true"}}}}}});
    const auto answer = check(person);
    CHECK(answer.code == 2);
    CHECK(verdicts(answer, "service") == std::vector<std::string>{"wrong"});
    CHECK(verdicts(answer, "version") == std::vector<std::string>{"wrong"});
    CHECK(verdicts(answer, "pods") == std::vector<std::string>{"wrong"});
    CHECK(answer.out.contains(name + "-apps/missed"));
    cluster.admin().remove({.plural = "pods", .namespace_name = person.space, .name = "missed"});
  }
  SECTION("the account lacks a right") {
    cluster.admin().remove(
        {.group = "rbac.authorization.k8s.io", .plural = "clusterrolebindings", .name = name + "-account"});
    const auto answer = check(person);
    CHECK(verdicts(answer, "rights") == std::vector<std::string>{"wrong"});
    CHECK(answer.out.contains("list deployments.apps"));
  }
  SECTION("what a person may not see is unknown") {
    const auto answer = check(person, {"--as", "eve"});
    CHECK(answer.code == 1);
    CHECK(verdicts(answer, "webhook") == std::vector<std::string>{"unknown"});
    CHECK(verdicts(answer, "pods") == std::vector<std::string>{"unknown"});
  }
}

}  // namespace chandler::tests
