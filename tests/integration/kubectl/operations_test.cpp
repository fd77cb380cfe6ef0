#include "tests/integration/kubectl/person.hpp"
#include "tests/support/eventually.hpp"

namespace chandler::tests {
namespace {

using nlohmann::json;
namespace kubernetes = platform::kubernetes;

kubernetes::Resource operation(const Person& person, const std::string& name, const std::string& part = {}) {
  return {.group = "chandler.dev",
          .version = "v1alpha1",
          .plural = "operations",
          .namespace_name = person.space,
          .name = name,
          .subresource = part};
}

std::vector<json> operations(const Person& person) {
  std::vector<json> all;
  const auto page =
      person.cluster.admin().list(operation(person, ""), {}, [&](json&& item) { all.push_back(std::move(item)); });
  if (!page) FAIL(core::describe(page.error()));
  return all;
}

// Waits for the one operation there, and gives its name.
std::string awaited(const Person& person) {
  REQUIRE(eventually([&] { return !operations(person).empty(); }));
  return operations(person).front().at("metadata").at("name").get<std::string>();
}

// What a worker would write.
void work(const Person& person, const std::string& name, const json& status) {
  person.patch(operation(person, name, "status"), {{"status", status}});
}

}  // namespace

TEST_CASE("trigger creates an Operation, and says its name") {
  Person person("trigger-plain");
  person.make_deployment("menu", {});
  const auto asked = person.types({"trigger", "refresh", "deploy/menu"});
  CHECK(asked.code == 0);
  const json made = operations(person).at(0);
  const auto name = made.at("metadata").at("name").get<std::string>();
  CHECK(asked.out == "operation.chandler.dev/" + name + " created\n");
  CHECK(name.starts_with("menu-refresh-"));
  CHECK(made.at("spec").at("action") == "refresh");
  CHECK(made.at("spec").at("workload") == json{{"kind", "Deployment"}, {"name", "menu"}});
  CHECK(json::parse(person.types({"trigger", "probe", "deploy/menu", "-o", "json"}).out).at("spec").at("action") ==
        "probe");
}

TEST_CASE("suspend and resume name a schedule, or both") {
  Person person("trigger-suspend");
  person.make_deployment("menu", {});
  CHECK(person.types({"suspend", "deploy/menu", "refresh"}).code == 0);
  CHECK(operations(person).at(0).at("spec").at("target") == "refresh");
  CHECK(person.types({"resume", "deploy/menu"}).code == 0);
  CHECK(person.types({"suspend", "deploy/menu", "migrate"}).code == 64);
}

TEST_CASE("trigger --wait follows the operation to its end") {
  Person person("trigger-wait");
  person.make_deployment("menu", {});
  ChildProcess waiting(person.words({"trigger", "refresh", "deploy/menu", "--wait"}));
  const std::string name = awaited(person);
  work(person, name, {{"phase", "Running"}, {"job", "op-1"}, {"message", "the Job op-1 runs"}});
  CHECK(eventually([&] { return waiting.output().contains("Running: the Job op-1 runs"); }));
  CHECK(waiting.running());
  work(person, name, {{"phase", "Succeeded"}, {"message", "263 rows"}});
  CHECK(waiting.wait() == 0);
  CHECK(waiting.output().contains("Succeeded: 263 rows"));
}

TEST_CASE("an operation that failed is exit code 2, with its reason") {
  Person person("trigger-fails");
  person.make_deployment("menu", {});
  ChildProcess waiting(person.words({"trigger", "probe", "deploy/menu", "--wait"}));
  work(person, awaited(person), {{"phase", "Failed"}, {"reason", "NoSchedule"}, {"message", "there is no CronJob"}});
  CHECK(waiting.wait() == 2);
  CHECK(waiting.output().contains("Failed (NoSchedule): there is no CronJob"));
}

TEST_CASE("an operation that nobody takes up is told so when the time is over") {
  Person person("trigger-late");
  person.make_deployment("menu", {});
  const auto late = person.types({"trigger", "refresh", "deploy/menu", "--wait", "--timeout", "1s"});
  CHECK(late.code == 1);
  CHECK(late.errors.contains("nobody has taken it up"));
  CHECK(operations(person).size() == 1);
}

TEST_CASE("an operation that is deleted meanwhile ends the waiting") {
  Person person("trigger-deleted");
  person.make_deployment("menu", {});
  ChildProcess waiting(person.words({"trigger", "refresh", "deploy/menu", "--wait"}));
  person.cluster.admin().remove(operation(person, awaited(person)));
  CHECK(waiting.wait() == 2);
  CHECK(waiting.output().contains("deleted before it ended"));
}

TEST_CASE("--logs asks for the logs of the Job's pods, and says which right lacks") {
  Person person("trigger-logs");
  person.make_deployment("menu", {});
  person.grant(
      {{{"apiGroups", {"chandler.dev"}}, {"resources", {"operations"}}, {"verbs", {"create", "get", "list", "watch"}}},
       {{"apiGroups", {"apps"}}, {"resources", {"deployments"}}, {"verbs", {"get"}}}});
  person.as = "cook";
  ChildProcess waiting(person.words({"trigger", "refresh", "deploy/menu", "--logs"}));
  const std::string name = awaited(person);
  work(person, name, {{"phase", "Running"}, {"job", "op-1"}});
  CHECK(eventually([&] { return waiting.output().contains("--resource=pods,pods/log"); }));
  work(person, name, {{"phase", "Succeeded"}});
  CHECK(waiting.wait() == 0);
}

TEST_CASE("logs of a Job come as the kubelet has them") {
  Person person("trigger-job-logs");
  person.make_deployment("menu", {});
  person.cluster.make({.plural = "pods", .namespace_name = person.space},
                      {{"metadata", {{"name", "op-1-x"}, {"labels", {{"job-name", "op-1"}}}}},
                       {"spec", {{"containers", {{{"name", "chandler"}, {"image", "chandler:1"}}}}}}});
  // There is no kubelet: a proxy answers in its stead.
  const auto proxy = person.cluster.proxy();
  proxy->follow([](const ApiProxy::Request& request) -> std::optional<ApiProxy::Fault> {
    if (!request.about("/log?container=chandler")) return std::nullopt;
    return ApiProxy::Fault{.kind = ApiProxy::Fault::Kind::answer, .head = "200 OK", .body = "263 rows\ndone\n"};
  });
  person.kubeconfig = person.cluster.kubeconfig_by(*proxy, "token: admin-token");
  ChildProcess waiting(person.words({"trigger", "refresh", "deploy/menu", "--logs"}));
  const std::string name = awaited(person);
  work(person, name, {{"phase", "Running"}, {"job", "op-1"}});
  CHECK(eventually([&] { return waiting.output().contains("pod/op-1-x\n263 rows\ndone\n"); }));
  work(person, name, {{"phase", "Succeeded"}});
  CHECK(waiting.wait() == 0);
}

TEST_CASE("an unknown workload is refused before anything is made") {
  Person person("trigger-unknown");
  person.make_deployment("order-food", {});
  const auto unknown = person.types({"trigger", "refresh", "deploy/order-foot"});
  CHECK(unknown.code == 2);
  CHECK(unknown.errors.contains("did you mean deployment/order-food?"));
  CHECK(operations(person).empty());
}

TEST_CASE("who may not ask for operations is told which right lacks") {
  Person person("trigger-rights");
  person.as = "cook";
  const auto refused = person.types({"trigger", "refresh", "deploy/menu"});
  CHECK(refused.code == 2);
  CHECK(refused.errors.contains("cannot create resource \"operations\""));
  CHECK(refused.errors.contains("--resource=operations.chandler.dev"));
}

}  // namespace chandler::tests
