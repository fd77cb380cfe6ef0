#include "platform/kubernetes/cluster.hpp"

#include <map>

#include <catch2/catch_test_macros.hpp>

#include "tests/support/temporary_folder.hpp"

namespace chandler::platform::kubernetes {
namespace {

using chandler::tests::TemporaryFolder;

Environment environment(std::map<std::string, std::string, std::less<>> variables) {
  return [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
}

std::string kubeconfig(const std::string& cluster, const std::string& user) {
  return "current-context: here\n"
         "contexts:\n- {name: other, context: {cluster: x, user: x}}\n- {name: here, context: {cluster: c, user: u}}\n"
         "clusters:\n- name: c\n  cluster: {" +
         cluster + "}\nusers:\n- name: u\n  user: {" + user + "}\n";
}

std::string message_for(const TemporaryFolder& folder, const std::string& text) {
  const auto read = from_kubeconfig(folder.write("config", text));
  return read ? "" : read.error().message;
}

}  // namespace

TEST_CASE("a kubeconfig's current context is read, as data and as files beside it") {
  const TemporaryFolder folder;
  folder.write("ca.pem", "CA FROM FILE");
  const auto by_file = from_kubeconfig(folder.write(
      "config", kubeconfig("server: 'https://[2001:db8::1]:6443', certificate-authority: ca.pem", "tokenFile: token")));
  REQUIRE(by_file);
  CHECK(by_file->host == "2001:db8::1");
  CHECK(by_file->port == 6443);
  CHECK(by_file->ca == "CA FROM FILE");
  CHECK(by_file->token_file == folder.path().string() + "/token");

  const auto by_data = from_kubeconfig(
      folder.write("config", kubeconfig("server: https://api.example, certificate-authority-data: Q0E=",
                                        "client-certificate-data: Q0VSVA==, client-key-data: S0VZ, token: t")));
  REQUIRE(by_data);
  CHECK(by_data->host == "api.example");
  CHECK(by_data->port == 443);
  CHECK(by_data->tls);
  CHECK(by_data->ca == "CA");
  CHECK(by_data->client_certificate == "CERT");
  CHECK(by_data->client_key == "KEY");
  CHECK(by_data->token == "t");

  const auto proxy = from_kubeconfig(folder.write("config", kubeconfig("server: 'http://127.0.0.1:8001/'", "{}: 1")));
  REQUIRE(proxy);
  CHECK(!proxy->tls);
  CHECK(proxy->port == 8001);
}

TEST_CASE("what a kubeconfig lacks or we cannot do is said") {
  const TemporaryFolder folder;
  CHECK(message_for(folder, "current-context: none").contains("contexts has no entry named 'none'"));
  CHECK(message_for(folder, "[").contains("not valid YAML"));
  CHECK(message_for(folder, "text").contains("not a YAML mapping"));
  CHECK(message_for(folder, kubeconfig("server: api.example", "token: t")).contains("is no URL"));
  CHECK(message_for(folder, kubeconfig("server: 'https://a:99999'", "token: t")).contains("no valid port"));
  CHECK(message_for(folder, kubeconfig("server: 'https://a/path'", "token: t")).contains("path"));
  CHECK(message_for(folder, kubeconfig("server: 'https://a', certificate-authority: none.pem", "token: t"))
            .contains("none.pem"));
  CHECK(message_for(folder, kubeconfig("server: 'https://a', certificate-authority-data: '!'", "token: t"))
            .contains("not base64"));
  CHECK(message_for(folder, kubeconfig("server: 'https://a', insecure-skip-tls-verify: true", "token: t"))
            .contains("insecure-skip-tls-verify"));
  CHECK(
      message_for(folder, kubeconfig("server: 'https://a'", "exec: {command: x}")).contains("'exec' is not supported"));
  CHECK(from_kubeconfig(folder.path().string() + "/missing").error().where == folder.path().string() + "/missing");
}

TEST_CASE("a pod finds its cluster by environment and mounted files") {
  const TemporaryFolder folder;
  folder.write("ca.crt", "CA");
  const auto cluster =
      in_cluster(environment({{"KUBERNETES_SERVICE_HOST", "10.96.0.1"}, {"KUBERNETES_SERVICE_PORT", "6443"}}),
                 folder.path().string());
  REQUIRE(cluster);
  CHECK(cluster->host == "10.96.0.1");
  CHECK(cluster->port == 6443);
  CHECK(cluster->ca == "CA");
  CHECK(cluster->token_file == folder.path().string() + "/token");
  CHECK(in_cluster(environment({}), folder.path().string()).error().message.contains("KUBERNETES_SERVICE_HOST"));
  CHECK(in_cluster(environment({{"KUBERNETES_SERVICE_HOST", "h"}}), folder.path().string() + "/none")
            .error()
            .message.contains("ca.crt"));
  CHECK(!in_cluster(environment({{"KUBERNETES_SERVICE_HOST", "h"}, {"KUBERNETES_SERVICE_PORT", "http"}}),
                    folder.path().string()));
}

}  // namespace chandler::platform::kubernetes
