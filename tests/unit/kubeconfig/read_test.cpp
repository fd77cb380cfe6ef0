#include "platform/kubernetes/kubeconfig/read.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "tests/unit/kubeconfig/variables.hpp"

namespace chandler::platform::kubernetes::kubeconfig {
namespace {

using chandler::tests::kubeconfig_of;

std::string message_for(const std::string& text) {
  const auto document = read(text, "/etc/kube");
  return document ? "" : document.error().message;
}

}  // namespace

TEST_CASE("all that a kubeconfig says is read, with its paths from where it lies") {
  const auto document = read(
      "apiVersion: v1\nkind: Config\npreferences: {}\ncurrent-context: c\n"
      "clusters:\n"
      "- name: a\n"
      "  cluster:\n"
      "    server: https://api:6443\n"
      "    certificate-authority: ../ca.crt\n"
      "    tls-server-name: kubernetes\n"
      "    insecure-skip-tls-verify: false\n"
      "    proxy-url: http://proxy:3128\n"
      "    extensions:\n"
      "    - {name: other, extension: 1}\n"
      "    - {name: client.authentication.k8s.io/exec, extension: {audience: x, \"n\": 7, \"s\": \"7\", l: [true]}}\n"
      "contexts:\n- {name: c, context: {cluster: a, user: b, namespace: shop}}\n"
      "users:\n"
      "- name: b\n"
      "  user:\n"
      "    client-certificate: /abs/client.crt\n"
      "    tokenFile: token\n"
      "    username: eve\n"
      "    password: pw\n"
      "    as: adam\n"
      "    as-groups: [g1, g2]\n"
      "    as-uid: u1\n"
      "    as-user-extra: {scopes: [x, y]}\n"
      "    exec:\n"
      "      apiVersion: client.authentication.k8s.io/v1\n"
      "      command: ./login\n"
      "      args: [--now]\n"
      "      env: [{name: A, value: b}]\n"
      "      installHint: install it\n"
      "      provideClusterInfo: true\n"
      "      interactiveMode: Never\n",
      "/etc/kube");
  REQUIRE(document);
  CHECK(document->current_context == "c");
  const ClusterEntry& cluster = document->clusters.at("a");
  CHECK(cluster.server == "https://api:6443");
  CHECK(cluster.ca.file == "/etc/kube/../ca.crt");
  CHECK(cluster.tls_server_name == "kubernetes");
  CHECK(!cluster.insecure);
  CHECK(cluster.proxy_url == "http://proxy:3128");
  CHECK(nlohmann::json::parse(cluster.plugin_config) ==
        nlohmann::json{{"audience", "x"}, {"n", 7}, {"s", "7"}, {"l", {true}}});
  CHECK(document->contexts.at("c").namespace_name == "shop");
  const UserEntry& user = document->users.at("b");
  CHECK(user.certificate.file == "/abs/client.crt");
  CHECK(user.token_file == "/etc/kube/token");
  CHECK(user.username == "eve");
  CHECK(user.password == "pw");
  CHECK(user.impersonation.user == "adam");
  CHECK(user.impersonation.groups == std::vector<std::string>{"g1", "g2"});
  CHECK(user.impersonation.uid == "u1");
  CHECK(user.impersonation.extra == std::vector<std::pair<std::string, std::string>>{{"scopes", "x"}, {"scopes", "y"}});
  REQUIRE(user.exec);
  CHECK(user.exec->command == "/etc/kube/./login");
  CHECK(user.exec->args == std::vector<std::string>{"--now"});
  CHECK(user.exec->environment == std::vector<std::pair<std::string, std::string>>{{"A", "b"}});
  CHECK(user.exec->install_hint == "install it");
  CHECK(user.exec->provide_cluster_info);
  CHECK(user.exec->interactive == ExecEntry::Interactive::never);
}

TEST_CASE("a command without a slash is looked for in PATH") {
  const auto document = read(kubeconfig_of("server: 'https://a'", "exec: {command: aws, apiVersion: x}"), "/etc/kube");
  REQUIRE(document);
  CHECK(document->users.at("u").exec->command == "aws");
}

TEST_CASE("of entries with one name the first counts, and an empty file says nothing") {
  const auto document = read("contexts:\n- {name: a, context: {user: x}}\n- {name: a, context: {user: y}}\n", "/");
  REQUIRE(document);
  CHECK(document->contexts.at("a").user == "x");
  CHECK(read("", "/")->contexts.empty());
  CHECK(read("contexts: null\nusers:\n", "/")->users.empty());
}

TEST_CASE("what is no kubeconfig is refused with the place") {
  CHECK(message_for("[") == "line 1: not valid YAML");
  CHECK(message_for("text") == "it is not a YAML mapping");
  CHECK(message_for("{}\n---\n{}\n") == "it holds several YAML documents");
  CHECK(message_for("contexts: 7") == "'contexts' is not a list");
  CHECK(message_for("current-context: [a]") == "'current-context' is not a text");
  CHECK(message_for(kubeconfig_of("insecure-skip-tls-verify: maybe", "token: t"))
            .contains("the cluster 'c': 'insecure-skip-tls-verify' is 'maybe'"));
  CHECK(
      message_for(kubeconfig_of("server: a", "exec: {args: [x]}")).contains("the user 'u': 'exec' names no 'command'"));
  CHECK(
      message_for(kubeconfig_of("server: a", "exec: {command: x, interactiveMode: Sometimes}")).contains("Sometimes"));
}

TEST_CASE("an extension that aliases blow up is refused") {
  std::string text = "x:\n- &l0 [a, a, a, a, a, a, a, a, a, a]\n";
  for (int level = 1; level < 7; ++level) {
    text += "- &l" + std::to_string(level) + " [";
    for (int i = 0; i < 10; ++i) text += "*l" + std::to_string(level - 1) + (i < 9 ? ", " : "]\n");
  }
  text +=
      "clusters:\n- name: c\n  cluster: {extensions: [{name: client.authentication.k8s.io/exec, extension: *l6}]}\n";
  CHECK(message_for(text).contains("too large"));
}

}  // namespace chandler::platform::kubernetes::kubeconfig
