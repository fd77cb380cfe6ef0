#include "core/injection/admit.hpp"

#include <set>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <nlohmann/json.hpp>

using namespace chandler::core::injection;
using nlohmann::json;

namespace {

const Settings settings{.image = "chandler:1"};

json labelled_pod() {
  return json::parse(R"({
    "metadata": {"labels": {"chandler.dev/inject": "true"},
                 "annotations": {"chandler.dev/database": "db", "chandler.dev/migrate": "image:/sql", "chandler.dev/load": "configmap:menu",
                                 "chandler.dev/wait-for": "job/seed", "chandler.dev/order": "after=a"}},
    "spec": {"initContainers": [{"name": "a", "restartPolicy": "Always", "env": [{"name": "X", "value": "1"}]}],
             "containers": [{"name": "app", "image": "app:1", "securityContext": {"runAsUser": 1000}}],
             "volumes": [{"name": "v", "emptyDir": {}}]}})");
}

AdmissionResult admit_pod(const json& pod) {
  return admit({.kind = "Pod", .namespace_name = "shop", .object = pod}, settings);
}

// Calls `visit` with the value once for each of its parts replaced by `other`.
template <typename Visit>
void with_each_part_replaced(json& root, json& part, const json& other, Visit visit) {
  json saved = part;
  part = other;
  visit(root);
  part = std::move(saved);
  if (!part.is_structured()) return;
  for (json& inner : part) with_each_part_replaced(root, inner, other, visit);
}

}  // namespace

TEST_CASE("reasons have ids of their own") {
  std::set<std::string_view> ids;
  for (const Reason reason : all_reasons()) CHECK(ids.insert(id_of(reason)).second);
  CHECK(ids.size() == all_reasons().size());
}

TEST_CASE("an object of any shape gets an answer, and a patch that fits") {
  const json other = GENERATE(json(nullptr), json(true), json(7), json("text"), json::array(), json::object(),
                              json::array({nullptr}), json{{"name", 3}});
  json pod = labelled_pod();
  with_each_part_replaced(pod, pod, other, [](const json& broken) {
    INFO(broken.dump());
    const AdmissionResult result = admit_pod(broken);
    if (!result.patch.empty()) CHECK_NOTHROW(broken.patch(json::parse(result.patch)));
    CHECK((result.allowed || !result.message.empty()));
  });
  json workload{{"metadata", pod.at("metadata")}, {"spec", {{"template", pod}}}};
  const json old = workload;
  with_each_part_replaced(workload, workload, other, [&](const json& broken) {
    INFO(broken.dump());
    for (const char* kind : {"Deployment", "Job", "CronJob"}) {
      const AdmissionResult result = admit({.operation = Operation::update,
                                            .kind = kind,
                                            .namespace_name = "shop",
                                            .object = broken,
                                            .old_object = &old},
                                           settings);
      if (!result.patch.empty()) CHECK_NOTHROW(broken.patch(json::parse(result.patch)));
      CHECK_NOTHROW(admit({.operation = Operation::update,
                           .kind = kind,
                           .namespace_name = "shop",
                           .object = old,
                           .old_object = &broken},
                          settings));
    }
  });
}

TEST_CASE("containers run in the order install, migrate, load, and the first waits") {
  const json pod = labelled_pod();
  const AdmissionResult result = admit_pod(pod);
  REQUIRE(result.allowed);
  const json after = pod.patch(json::parse(result.patch));
  const json& init = after.at("spec").at("initContainers");
  REQUIRE(init.size() == 4);
  CHECK(init[0].at("name") == "a");
  CHECK(init[1].at("name") == "chandler-install");
  CHECK(init[1].at("args") == json{"install", "/chandler-install"});
  CHECK(init[2].at("name") == "chandler-migrate");
  CHECK(init[2].at("image") == "app:1");
  CHECK(init[2].at("command") ==
        json{"/chandler/lib/ld.so", "--library-path", "/chandler/lib", "/chandler/bin/chandler"});
  CHECK(init[2].at("args") == json{"migrate", "--source", "/sql", "--wait", "--wait-for", "job/seed"});
  CHECK(init[2].at("securityContext").at("runAsUser") == 1000);
  CHECK(init[3].at("name") == "chandler-load");
  CHECK(init[3].at("args") == json{"load", "--source", "/chandler-data/load-0", "--wait"});
}

TEST_CASE("the token is masked but where a Job has to be read") {
  const json pod = labelled_pod();
  const json after = pod.patch(json::parse(admit_pod(pod).patch));
  const auto masked = [&](std::size_t i) {
    return after.at("spec").at("initContainers")[i].dump().contains("serviceaccount");
  };
  CHECK(masked(1));
  CHECK_FALSE(masked(2));
  CHECK(masked(3));
}
