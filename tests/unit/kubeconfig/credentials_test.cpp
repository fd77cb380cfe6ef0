#include <filesystem>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "certs/issue.hpp"
#include "platform/kubernetes/kubeconfig/exec_plugin.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/kubernetes/stub.hpp"

namespace chandler::platform::kubernetes {
namespace {

using nlohmann::json;

std::shared_ptr<kubeconfig::ExecPlugin> plugin_that_prints(const tests::TemporaryFolder& folder, const json& status) {
  folder.write(
      "answer",
      json{{"apiVersion", "client.authentication.k8s.io/v1"}, {"kind", "ExecCredential"}, {"status", status}}.dump());
  return std::make_shared<kubeconfig::ExecPlugin>(
      kubeconfig::ExecPluginOptions{.exec = {.api_version = "client.authentication.k8s.io/v1",
                                             .command = "cat",
                                             .args = {(folder.path() / "answer").string()}}});
}

}  // namespace

TEST_CASE("a client says whom to impersonate, and goes below the server's path") {
  Stub stub;
  Cluster cluster = stub.cluster();
  cluster.path = "/k8s/clusters/c-1";
  cluster.impersonation = {.user = "eve\r\nX: y", .groups = {"a", "b"}, .uid = "7", .extra = {{"sco/pes", "x"}}};
  Client client = Client::make(cluster).value();
  REQUIRE(client.get(secret("a", "b")));
  const http::Request seen = stub.last();
  CHECK(seen.path == "/k8s/clusters/c-1/api/v1/namespaces/a/secrets/b");
  CHECK(seen.header("Impersonate-User") == "eveX: y");
  CHECK(seen.header("Impersonate-Group") == "a");
  CHECK(std::ranges::count(seen.headers, "b", &std::pair<std::string, std::string>::second) == 1);
  CHECK(seen.header("Impersonate-Uid") == "7");
  CHECK(seen.header("Impersonate-Extra-sco%2Fpes") == "x");
}

TEST_CASE("a user and password go where there is no token") {
  Stub stub;
  Cluster cluster = stub.cluster();
  cluster.basic = "Basic eA==";
  REQUIRE(Client::make(cluster).value().get(secret("a", "b")));
  CHECK(stub.last().header("Authorization") == "Bearer t0ken");
  cluster.token.clear();
  REQUIRE(Client::make(cluster).value().get(secret("a", "b")));
  CHECK(stub.last().header("Authorization") == "Basic eA==");
}

TEST_CASE("a plug-in's token is asked for anew when the server refuses it") {
  const tests::TemporaryFolder folder;
  Stub stub;
  Cluster cluster = stub.cluster();
  cluster.plugin = plugin_that_prints(folder, {{"token", "one"}});
  Client client = Client::make(cluster).value();
  REQUIRE(client.get(secret("a", "b")));
  CHECK(stub.last().header("Authorization") == "Bearer one");
  plugin_that_prints(folder, {{"token", "two"}});
  stub.accept("Bearer two");
  REQUIRE(client.get(secret("a", "b")));
  CHECK(stub.last().header("Authorization") == "Bearer two");
  // Another client of the same kubeconfig gets what was brought.
  CHECK(Client::make(cluster).value().get(secret("a", "b")));
  stub.accept("Bearer three");
  CHECK(client.get(secret("a", "b")).error().code == code::refused);
}

TEST_CASE("a plug-in's client certificate is shown from the next connection on") {
  const tests::TemporaryFolder folder;
  Stub stub;
  const certs::Bundle own = certs::issue({.dns_names = {"eve"}}, std::chrono::system_clock::now()).value();
  Cluster cluster = stub.cluster();
  cluster.plugin = plugin_that_prints(folder, {{"clientCertificateData", own.chain}, {"clientKeyData", own.key}});
  Client client = Client::make(cluster).value();
  CHECK(client.get(secret("a", "b")));
  cluster.plugin = plugin_that_prints(folder, {{"clientCertificateData", "CERT"}, {"clientKeyData", "KEY"}});
  CHECK(Client::make(cluster).value().get(secret("a", "b")).error().code == "kubernetes.configuration");
}

TEST_CASE("a plug-in that fails is the error of the call") {
  Stub stub;
  Cluster cluster = stub.cluster();
  cluster.plugin = std::make_shared<kubeconfig::ExecPlugin>(
      kubeconfig::ExecPluginOptions{.exec = {.api_version = "client.authentication.k8s.io/v1", .command = "false"}});
  const auto answer = Client::make(cluster).value().get(secret("a", "b"));
  REQUIRE(!answer);
  CHECK(answer.error().code == "kubernetes.credentials");
  CHECK(stub.count() == 0);
}

TEST_CASE("whose certificate a server has may be told apart from where it is") {
  Stub stub;
  Cluster cluster = stub.cluster();
  cluster.host = "127.0.0.1";  // which its certificate is not for
  CHECK(Client::make(cluster).value().get(secret("a", "b")).error().code == code::unreachable);
  cluster.tls_server_name = "localhost";
  CHECK(Client::make(cluster).value().get(secret("a", "b")));
  cluster.tls_server_name = "elsewhere";
  cluster.ca.clear();
  CHECK(!Client::make(cluster).value().get(secret("a", "b")));
  cluster.verify = false;
  CHECK(Client::make(cluster).value().get(secret("a", "b")));
}

TEST_CASE("a container's log comes line by line, its last one without an end, too") {
  Stub stub;
  stub.answer(200, "one\ntwo\n\nthree");
  Client client = stub.client();
  std::vector<std::string> lines;
  REQUIRE(client.logs("a", "menu-0", {.container = "chandler"}, [&](std::string_view line) {
    lines.emplace_back(line);
    return true;
  }));
  CHECK(lines == std::vector<std::string>{"one", "two", "", "three"});
  CHECK(stub.last().path == "/api/v1/namespaces/a/pods/menu-0/log");
  CHECK(stub.last().query == "container=chandler");
  lines.clear();
  CHECK(client.logs("a", "menu-0", {.follow = true}, [&](std::string_view line) {
    lines.emplace_back(line);
    return false;
  }));
  CHECK(lines.size() == 1);
  stub.answer(400, R"({"message":"container is waiting to start"})");
  CHECK(client.logs("a", "menu-0", {}, [](std::string_view) { return true; }).error().code == code::rejected);
}

}  // namespace chandler::platform::kubernetes
