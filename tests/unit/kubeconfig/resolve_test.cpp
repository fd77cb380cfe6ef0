#include "platform/kubernetes/kubeconfig/resolve.hpp"

#include <catch2/catch_test_macros.hpp>

#include "platform/kubernetes/kubeconfig/read.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/kubeconfig/variables.hpp"

namespace chandler::platform::kubernetes::kubeconfig {
namespace {

using chandler::tests::kubeconfig_of;
using chandler::tests::TemporaryFolder;
using chandler::tests::variables;

core::Expected<Access> access_by(const std::string& cluster, const std::string& user,
                                 const Environment& environment = variables({}), const Choice& choice = {}) {
  return resolve(read(kubeconfig_of(cluster, user), "/none").value(), choice, environment);
}

std::string message_for(const std::string& cluster, const std::string& user) {
  const auto access = access_by(cluster, user);
  return access ? "" : access.error().message;
}

}  // namespace

TEST_CASE("a server's URL may have a path, an address, and no port") {
  const auto access = access_by("server: 'https://[2001:db8::1]:6443/k8s/clusters/c-1/'", "token: t");
  REQUIRE(access);
  CHECK(access->cluster.host == "2001:db8::1");
  CHECK(access->cluster.port == 6443);
  CHECK(access->cluster.path == "/k8s/clusters/c-1");
  CHECK(access->cluster.tls);
  CHECK(access->cluster.verify);
  CHECK(access->namespace_name == "default");
  CHECK(access->context == "here");
  const auto plain = access_by("server: 'http://127.0.0.1:8001/'", "token: t");
  REQUIRE(plain);
  CHECK(!plain->cluster.tls);
  CHECK(plain->cluster.port == 8001);
  CHECK(plain->cluster.path.empty());
  CHECK(access_by("server: 'https://api'", "token: t")->cluster.port == 443);
}

TEST_CASE("data comes as base64 or as a file") {
  const TemporaryFolder folder;
  folder.write("ca.pem", "CA FROM FILE");
  const std::string text = kubeconfig_of("server: 'https://a', certificate-authority: ca.pem",
                                         "client-certificate-data: Q0VSVA==, client-key-data: S0VZ, tokenFile: t");
  const auto access = resolve(read(text, folder.path()).value(), {}, variables({}));
  REQUIRE(access);
  CHECK(access->cluster.ca == "CA FROM FILE");
  CHECK(access->cluster.client_certificate == "CERT");
  CHECK(access->cluster.client_key == "KEY");
  CHECK(access->cluster.token_file == folder.path() / "t");
}

TEST_CASE("TLS, proxies, passwords and impersonation are the context's") {
  const auto access = access_by(
      "server: 'https://a', insecure-skip-tls-verify: true, tls-server-name: kubernetes, proxy-url: "
      "'http://u:p@proxy:3128'",
      "username: eve, password: pw, as: adam");
  REQUIRE(access);
  CHECK(!access->cluster.verify);
  CHECK(access->cluster.tls_server_name == "kubernetes");
  REQUIRE(access->cluster.proxy);
  CHECK(access->cluster.proxy->display() == "proxy:3128");
  CHECK(access->cluster.proxy->authorization == "Basic dTpw");
  CHECK(access->cluster.basic == "Basic ZXZlOnB3");
  CHECK(access->cluster.impersonation.user == "adam");
  const auto other = access_by("server: 'https://a'", "as: adam, as-groups: [x]", variables({}),
                               {.context = {}, .impersonated_user = "cain", .impersonated_groups = {"g"}});
  CHECK(other->cluster.impersonation == Impersonation{.user = "cain", .groups = {"g"}, .uid = {}, .extra = {}});
}

TEST_CASE("without a proxy-url the environment's proxy is taken, as curl and kubectl do") {
  const auto environment = variables({{"HTTPS_PROXY", "http://proxy:3128"}, {"NO_PROXY", "inside.example"}});
  CHECK(access_by("server: 'https://outside.example'", "token: t", environment)->cluster.proxy);
  CHECK(!access_by("server: 'https://inside.example'", "token: t", environment)->cluster.proxy);
}

TEST_CASE("what is missing or cannot be done is said, with where it stands") {
  CHECK(message_for("server: api.example", "token: t").contains("the cluster 'c': server 'api.example' is no URL"));
  CHECK(message_for("server: 'https://a:99999'", "token: t").contains("port"));
  CHECK(message_for("certificate-authority: x", "token: t").contains("no 'server'"));
  CHECK(message_for("server: 'https://a', certificate-authority: none.pem", "token: t").contains("/none/none.pem"));
  CHECK(message_for("server: 'https://a', certificate-authority-data: '!'", "token: t").contains("not base64"));
  CHECK(message_for("server: 'https://a', certificate-authority-data: Q0E=, insecure-skip-tls-verify: true", "token: t")
            .contains("both"));
  CHECK(message_for("server: 'https://a', proxy-url: 'socks5://p:1080'", "token: t").contains("proxy-url"));
  CHECK(message_for("server: 'https://a'", "client-key-data: S0VZ").contains("without the other"));
  CHECK(message_for("server: 'https://a'", "auth-provider: {name: gcp}").contains("auth-provider 'gcp'"));
  CHECK(message_for("server: 'https://a'", "exec: {command: x, apiVersion: client.authentication.k8s.io/v1alpha1}")
            .contains("v1alpha1"));
}

TEST_CASE("a context that is not there is answered with the nearest") {
  const auto document = read("contexts:\n- {name: production, context: {cluster: c}}\n", "/").value();
  const auto none = resolve(document, {.context = "prodction"}, variables({}));
  REQUIRE(!none);
  CHECK(none.error().message == "contexts has no entry named 'prodction'");
  CHECK(none.error().hint == "did you mean 'production'?");
  CHECK(resolve(document, {}, variables({})).error().message.contains("no context is chosen"));
  const auto dangling = resolve(document, {.context = "production"}, variables({}));
  CHECK(dangling.error().message == "the context 'production': clusters has no entry named 'c'");
}

}  // namespace chandler::platform::kubernetes::kubeconfig
