#include "platform/kubernetes/kubeconfig/load.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/support/temporary_folder.hpp"
#include "tests/unit/kubeconfig/variables.hpp"

namespace chandler::platform::kubernetes::kubeconfig {
namespace {

using chandler::tests::TemporaryFolder;
using chandler::tests::variables;

std::string context(const std::string& name, const std::string& cluster) {
  return "- {name: " + name + ", context: {cluster: " + cluster + ", user: u, namespace: of-" + cluster + "}}\n";
}

}  // namespace

TEST_CASE("the files of KUBECONFIG are merged: the first to say something wins") {
  const TemporaryFolder folder;
  const std::string first = folder.write("first", "contexts:\n" + context("a", "one"));
  const std::string second =
      folder.write("second", "current-context: a\ncontexts:\n" + context("a", "two") + context("b", "two") +
                                 "clusters:\n- {name: one, cluster: {server: 'https://one'}}\n- {name: two, cluster: "
                                 "{server: 'https://two'}}\n"
                                 "users:\n- {name: u, user: {token: second}}\n");
  const std::string third = folder.write("third", "current-context: b\nusers:\n- {name: u, user: {token: third}}\n");
  const auto environment =
      variables({{"KUBECONFIG", first + ":" + folder.path().string() + "/missing::" + second + ":" + third}});
  const auto access = find_access("", {}, environment);
  REQUIRE(access);
  CHECK(access->context == "a");
  CHECK(access->cluster.host == "one");
  CHECK(access->cluster.token == "second");
  CHECK(access->namespace_name == "of-one");
  CHECK(find_access("", {.context = "b"}, environment)->cluster.host == "two");
}

TEST_CASE("a file that is given has to be there, and is alone") {
  const TemporaryFolder folder;
  const std::string file = folder.write("config", "current-context: a\ncontexts:\n" + context("a", "x"));
  const auto environment = variables({{"KUBECONFIG", file}});
  const std::string missing = folder.path().string() + "/missing";
  CHECK(find_access(missing, {}, environment).error().where == missing);
  CHECK(find_access(file, {}, environment).error().message.contains("clusters has no entry named 'x'"));
  CHECK(find_access(file, {}, environment).error().where == file);
}

TEST_CASE("without a KUBECONFIG it is ~/.kube/config") {
  const TemporaryFolder folder;
  CHECK(files_of("", variables({{"HOME", "/home/eve"}})).paths ==
        std::vector<std::filesystem::path>{"/home/eve/.kube/config"});
  CHECK(files_of("", variables({})).paths.empty());
  const auto none = find_access("", {}, variables({{"HOME", folder.path().string()}}));
  REQUIRE(!none);
  CHECK(none.error().message == "there is no kubeconfig at " + folder.path().string() + "/.kube/config");
  CHECK(none.error().hint.contains("--kubeconfig"));
}

TEST_CASE("where there is no kubeconfig a pod is itself") {
  const TemporaryFolder folder;
  folder.write("ca.crt", "CA");
  folder.write("token", "t");
  folder.write("namespace", "shop");
  const auto environment = variables({{"KUBERNETES_SERVICE_HOST", "10.96.0.1"}});
  const auto access = find_access("", {.impersonated_user = "eve"}, environment, folder.path().string());
  REQUIRE(access);
  CHECK(access->cluster.host == "10.96.0.1");
  CHECK(access->cluster.impersonation.user == "eve");
  CHECK(access->namespace_name == "shop");
  CHECK(access->context.empty());
  CHECK(!find_access("", {.context = "asked-for"}, environment, folder.path().string()));
}

}  // namespace chandler::platform::kubernetes::kubeconfig
