#include "controller/status/provision.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

namespace chandler::controller::status {

TEST_CASE("a Provision is called after its workload, and a long name is cut with a hash") {
  CHECK(provision_name({.kind = "Deployment", .key = {"apps", "menu"}}) == "deployment-menu");
  CHECK(provision_name({.kind = "StatefulSet", .key = {"apps", "menu"}}) == "statefulset-menu");
  const std::string longest(253, 'm');
  const std::string name = provision_name({.kind = "Deployment", .key = {"apps", longest}});
  CHECK(name.size() == 253);
  CHECK(name.starts_with("deployment-mmm"));
  CHECK(name == provision_name({.kind = "Deployment", .key = {"other", longest}}));
  CHECK(name != provision_name({.kind = "Deployment", .key = {"apps", longest.substr(1) + "n"}}));
}

TEST_CASE("a Provision is its workload's, and blocks nobody's deletion") {
  const auto object =
      provision_of({.kind = "DaemonSet",
                    .metadata = {.key = {"apps", "menu"}, .uid = "u", .resource_version = "1", .controller = {}},
                    .definition = {}});
  const auto& owner = object.at("metadata").at("ownerReferences").at(0);
  CHECK(owner.at("uid") == "u");
  CHECK(owner.at("controller") == true);
  CHECK(!owner.contains("blockOwnerDeletion"));
  CHECK(object.at("metadata").at("labels").at("app.kubernetes.io/managed-by") == "chandler");
  CHECK(object.at("spec").at("workload").at("kind") == "DaemonSet");
}

}  // namespace chandler::controller::status
