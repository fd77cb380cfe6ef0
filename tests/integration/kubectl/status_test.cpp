#include <csignal>

#include "tests/integration/kubectl/person.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/terminal.hpp"

namespace chandler::tests {

using nlohmann::json;

namespace {

const json ready{{"state", "Ready"},
                 {"injection", {{"summary", "1/1"}, {"pods", 1}, {"injected", 1}}},
                 {"schema", {{"version", "7"}}}};

// The first word of each line.
std::vector<std::string> first_words(const std::string& text) {
  std::vector<std::string> words;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) words.push_back(line.substr(0, line.find(' ')));
  return words;
}

}  // namespace

TEST_CASE("status shows the workloads of a namespace, of all, and by their labels") {
  Person person("status-list");
  person.make_deployment("menu", {}, {{"team", "food"}});
  person.make_deployment("stock", {});
  person.make_provision("menu", ready);
  person.make_provision("stock", {{"state", "Failing"}, {"message", "migration 8 failed"}});

  const auto all = person.types({"status"});
  CHECK(all.code == 0);
  CHECK(first_words(all.out) == std::vector<std::string>{"WORKLOAD", "deployment/menu", "deployment/stock"});
  CHECK(!all.out.contains('\x1b'));
  CHECK(person.types({"status", "-o", "wide"}).out.contains("migration 8 failed"));
  CHECK(first_words(person.types({"status", "-l", "team=food", "--no-headers"}).out) ==
        std::vector<std::string>{"deployment/menu"});
  CHECK(person.types({"status", "-A"}).out.contains("\nstatus-list "));
  CHECK(person.types({"status", "-o", "name"}).out ==
        "provision.chandler.dev/deployment-menu\nprovision.chandler.dev/deployment-stock\n");
  const json list = json::parse(person.types({"status", "-o", "json"}).out);
  CHECK(list.at("kind") == "List");
  CHECK(list.at("items").at(0).at("kind") == "Provision");
  CHECK(list.at("items").at(1).at("status").at("message") == "migration 8 failed");
  CHECK(person.types({"status", "-o", "yaml"}).out.contains("apiVersion: v1\nkind: List\n"));
}

TEST_CASE("status tells one workload whole, and history its runs") {
  Person person("status-one");
  person.make_deployment("menu", {});
  json status = ready;
  status["refresh"] = {{"summary", "done"},
                       {"cronJob", "menu-refresh"},
                       {"runs",
                        {{{"job", "menu-refresh-1"},
                          {"state", "complete"},
                          {"outcome", "done"},
                          {"startedAt", "2026-11-21T10:00:00Z"},
                          {"rows", 263}}}}};
  person.make_provision("menu", status);
  const auto one = person.types({"status", "deploy/menu"});
  CHECK(one.code == 0);
  CHECK(one.out.contains("Schema:      version 7"));
  CHECK(json::parse(person.types({"status", "deployments.apps/menu", "-o", "json"}).out).at("kind") == "Provision");
  CHECK(person.types({"history", "deploy/menu"}).out.contains("menu-refresh-1   schedule   done"));
  CHECK(json::parse(person.types({"history", "deploy/menu", "-o", "json"}).out).at("refresh").at(0).at("rows") == 263);
}

TEST_CASE("why a workload has no status is said") {
  Person person("status-none");
  person.make_deployment("order-food", {});
  person.make_deployment("bare", {}, {{"chandler.dev/inject", nullptr}});
  const auto unknown = person.types({"status", "deploy/order-fod"});
  CHECK(unknown.code == 2);
  CHECK(unknown.errors.contains("did you mean deployment/order-food?"));
  CHECK(person.types({"status", "deploy/bare"}).errors.contains("kubectl label deployment/bare"));
  CHECK(person.types({"status", "deploy/order-food"}).errors.contains("has not looked at it yet"));
  CHECK(person.types({"status"}).errors.contains("No provisioned workloads found in namespace status-none."));
  CHECK(person.types({"status", "order-food"}).code == 64);
}

TEST_CASE("status -w shows each change, and ends on Ctrl-C") {
  Person person("status-watch");
  person.make_deployment("menu", {});
  person.make_provision("menu", ready);
  ChildProcess watching(person.words({"status", "-w"}));
  REQUIRE(eventually([&] { return watching.output().contains("Ready"); }));
  person.set_status("menu", {{"state", "Warning"}});
  CHECK(eventually([&] { return watching.output().contains("Warning"); }));
  person.cluster.admin().remove(person.provision("deployment-menu"));
  CHECK(eventually([&] { return watching.output().contains("deployment/menu is gone"); }));
  watching.send(SIGINT);
  CHECK(watching.wait() == 0);
}

TEST_CASE("a terminal gets colours, unless NO_COLOR is set") {
  Person person("status-colours");
  person.make_provision("menu", ready);
  Terminal terminal(person.words({"status"}));
  CHECK(terminal.wait() == 0);
  CHECK(terminal.output().contains("\x1b[32mReady\x1b[0m"));
  Terminal plain(person.words({"status"}), {{"NO_COLOR", "1"}});
  CHECK(plain.wait() == 0);
  CHECK(!plain.output().contains("\x1b["));
}

TEST_CASE("who lacks a right is told which, and what to ask for") {
  Person person("status-rights");
  person.as = "cook";
  const auto refused = person.types({"status"});
  CHECK(refused.code == 2);
  CHECK(refused.errors.contains("cannot list resource \"provisions\""));
  CHECK(
      refused.errors.contains("kubectl create role chandler-user --namespace=status-rights --verb=get,list,watch "
                              "--resource=provisions.chandler.dev"));
  CHECK(person.types({"status", "-A"}).errors.contains("kubectl create clusterrole"));
  person.grant({{{"apiGroups", {"chandler.dev"}}, {"resources", {"provisions"}}, {"verbs", {"get", "list", "watch"}}}});
  CHECK(person.types({"status"}).code == 0);
  // What a person may not look at is left open.
  CHECK(person.types({"status", "deploy/menu"}).errors.contains("could not be seen"));
}

TEST_CASE("a person may act as another") {
  Person person("status-as");
  const auto nobody = person.types({"status", "--as", "eve", "--as-group", "cooks"});
  CHECK(nobody.code == 2);
  CHECK(nobody.errors.contains("User \"eve\" cannot list"));
  CHECK(person.types({"status", "--as", "eve", "--as-group", "system:masters"}).code == 0);
  CHECK(person.types({"status", "--as-group", "cooks"}).code == 64);
}

TEST_CASE("a server that is away and a credential that is over are told apart") {
  Person person("status-away");
  const TemporaryFolder folder;
  const auto config = [&](int port, const std::string& user) {
    return folder.write("config",
                        std::format("current-context: c\ncontexts: [{{name: c, context: {{cluster: c, user: u}}}}]\n"
                                    "clusters: [{{name: c, cluster: {{server: 'http://127.0.0.1:{}'}}}}]\n"
                                    "users: [{{name: u, user: {{{}}}}}]\n",
                                    port, user));
  };
  person.kubeconfig = config(free_port(), "token: x");
  const auto away = person.types({"status"});
  CHECK(away.code == 1);
  CHECK(away.errors.contains("no answer from the API server 127.0.0.1"));
  const auto proxy = person.cluster.proxy();
  person.kubeconfig = config(proxy->port(), "token: of-yesterday");
  const auto expired = person.types({"status"});
  CHECK(expired.code == 2);
  CHECK(expired.errors.contains("log in anew"));
}

TEST_CASE("a credential plug-in is run, and again when what it gave is refused") {
  Person person("status-plugin");
  const TemporaryFolder folder;
  const auto proxy = person.cluster.proxy();
  // The first token is none; the second is the administrator's.
  folder.write(
      "login",
      std::format("#!/bin/sh\ncd {0}\necho run >> runs\ntoken=stale\n[ $(wc -l < runs) -gt 1 ] && token=admin-token\n"
                  "echo '{{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\","
                  "\"status\":{{\"token\":\"'$token'\"}}}}'\n",
                  folder.path().string()));
  std::filesystem::permissions(folder.path() / "login", std::filesystem::perms::owner_all);
  person.kubeconfig = folder.write(
      "config", std::format("current-context: c\ncontexts: [{{name: c, context: {{cluster: c, user: u}}}}]\n"
                            "clusters: [{{name: c, cluster: {{server: 'http://127.0.0.1:{}'}}}}]\n"
                            "users:\n- name: u\n  user:\n    exec: {{apiVersion: client.authentication.k8s.io/v1, "
                            "command: ./login, interactiveMode: Never}}\n",
                            proxy->port()));
  CHECK(person.types({"status"}).code == 0);
  std::ifstream runs(folder.path() / "runs");
  CHECK(std::count(std::istreambuf_iterator<char>(runs), {}, '\n') == 2);
}

}  // namespace chandler::tests
