#include "core/injection/drift.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "core/injection/copying.hpp"

namespace chandler::core::injection {
namespace {

using nlohmann::json;

const json label{{"chandler.dev/inject", "true"}};

json workload(json own, json held, bool labelled = true) {
  return {{"metadata", {{"annotations", std::move(own)}, {"labels", labelled ? label : json::object()}}},
          {"spec", {{"template", {{"metadata", {{"annotations", std::move(held)}, {"labels", label}}}}}}}};
}

json pod(json annotations, json labels = label) {
  return {{"metadata", {{"annotations", std::move(annotations)}, {"labels", std::move(labels)}}},
          {"spec", {{"containers", {{{"name", "app"}, {"image", "app:1"}}}}}}};
}

const json migrates{{"chandler.dev/database", "db"}, {"chandler.dev/migrate", "configmap:m"}};

}  // namespace

TEST_CASE("a pod was missed when it would get containers now, or be refused") {
  Settings settings;
  settings.image = "chandler:1";
  CHECK(is_missed(pod(migrates), "apps", settings));
  CHECK(is_missed(pod({{"chandler.dev/migrate", "configmap:m"}}), "apps", settings));  // without a database
  CHECK(!is_missed(pod(migrates, json::object()), "apps", settings));
  CHECK(!is_missed(pod({{"chandler.dev/cpu-limit", "1"}}), "apps", settings));
  CHECK(!is_missed(pod(migrates), "kube-system", settings));
  json mirror = migrates;
  mirror["kubernetes.io/config.mirror"] = "x";
  CHECK(!is_missed(pod(mirror), "apps", settings));
  CHECK(!is_missed(json(7), "apps", settings));
}

TEST_CASE("what the template lacks or holds otherwise is stale") {
  CHECK(stale_copies(workload(migrates, migrates), "Deployment").empty());
  json own = migrates;
  own["chandler.dev/migrate"] = "configmap:new";
  own["chandler.dev/load"] = "configmap:d";
  const auto stale = stale_copies(workload(own, migrates), "Deployment");
  REQUIRE(stale.size() == 2);
  CHECK(stale[0] == StaleCopy{.key = "chandler.dev/migrate", .wanted = "configmap:new", .held = "configmap:m"});
  CHECK(stale[1] == StaleCopy{.key = "chandler.dev/load", .wanted = "configmap:d", .lacks = true, .held = {}});
  json unlabelled = workload(migrates, migrates);
  unlabelled["spec"]["template"]["metadata"].erase("labels");
  const auto label_alone = stale_copies(unlabelled, "Deployment");
  REQUIRE(label_alone.size() == 1);
  CHECK(label_alone[0].key == "chandler.dev/inject");
}

TEST_CASE("the template's own, what is periodic and what is not copied yet are not stale") {
  json held = migrates;
  held["chandler.dev/load"] = "configmap:d";
  CHECK(stale_copies(workload(migrates, held), "Deployment").empty());
  json periodic = migrates;
  periodic["chandler.dev/refresh-schedule"] = "@daily";
  periodic["chandler.dev/heal"] = "restart";
  CHECK(stale_copies(workload(periodic, migrates), "Deployment").empty());
  CHECK(stale_copies(workload(migrates, json::object(), false), "Deployment").empty());
  json alone = workload(json::object(), json::object());
  alone["spec"]["template"]["metadata"].erase("labels");
  CHECK(stale_copies(alone, "Deployment").empty());
  CHECK(stale_copies(json(7), "Deployment").empty());
}

TEST_CASE("once the webhook has seen a new workload nothing is stale") {
  json made = workload(migrates, json::object());
  copy_directives(made["spec"]["template"], made["metadata"], nullptr);
  CHECK(stale_copies(made, "Deployment").empty());
}

}  // namespace chandler::core::injection
