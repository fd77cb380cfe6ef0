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

}  // namespace

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
