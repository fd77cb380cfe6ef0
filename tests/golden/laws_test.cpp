#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "cli/manifest/apply.hpp"
#include "cli/manifest/node.hpp"
#include "cli/manifest/readers.hpp"
#include "cli/manifest/stream.hpp"
#include "cli/manifest/writer.hpp"
#include "core/annotations/finding.hpp"
#include "core/injection/document.hpp"
#include "core/injection/names.hpp"
#include "core/injection/offline.hpp"
#include "tests/golden/cases/golden_case.hpp"
#include "tests/golden/restricted.hpp"

// What holds for every golden request, whatever its answer.
namespace chandler::tests {
namespace {

using core::injection::elements;
using core::injection::find;
using nlohmann::json;

json patched(const json& object, const std::string& patch) {
  return patch.empty() ? object : object.patch(json::parse(patch));
}

// An empty list says what a missing one says.
json without_empty_lists(json value) {
  if (value.is_object()) {
    for (const char* key : {"initContainers", "volumes"}) {
      const auto member = value.find(key);
      if (member != value.end() && (member->is_null() || (member->is_array() && member->empty()))) value.erase(key);
    }
  }
  if (value.is_structured()) {
    for (json& member : value) member = without_empty_lists(std::move(member));
  }
  return value;
}

core::injection::OfflineResult inject(const GoldenCase& golden, const json& object) {
  return core::injection::inject(object, golden.kind, golden.namespace_name, golden.settings);
}

json injected(const GoldenCase& golden, const json& object) {
  return patched(object, inject(golden, object).patch);
}

json uninjected(const GoldenCase& golden, const json& object) {
  return without_empty_lists(patched(object, core::injection::uninject(object, golden.kind).patch));
}

const json* pod_spec(const json& object) {
  for (const json* spec : {find(object, {"spec", "jobTemplate", "spec", "template", "spec"}),
                           find(object, {"spec", "template", "spec"})}) {
    if (spec != nullptr) return spec;
  }
  return find(object, {"spec"});
}

// What the API server writes into a pod after the first webhooks, before it calls us again.
json with_server_defaults(json pod) {
  for (const char* list : {"initContainers", "containers"}) {
    const auto containers = pod.at("spec").find(list);
    if (containers == pod.at("spec").end() || !containers->is_array()) continue;
    for (json& container : *containers) {
      container.emplace("terminationMessagePath", "/dev/termination-log");
      container.emplace("terminationMessagePolicy", "File");
      container.emplace("imagePullPolicy", "IfNotPresent");
    }
  }
  return pod;
}

// Of ours, in both lists.
std::vector<const json*> our_containers(const json& spec) {
  std::vector<const json*> ours;
  for (const char* list : {"initContainers", "containers"}) {
    for (const json* container : elements(find(spec, {list}))) {
      if (core::injection::is_ours_in(list, *container)) ours.push_back(container);
    }
  }
  return ours;
}

}  // namespace

#define FOR_EACH_GOLDEN(golden) \
  for (const GoldenCase& golden : golden_cases()) DYNAMIC_SECTION(golden.name)

TEST_CASE("asking again about the patched object changes nothing") {
  FOR_EACH_GOLDEN(golden) {
    const auto first = admit(golden, golden.object);
    const json object = patched(golden.object, first.patch);
    const auto second = admit(golden, object);
    CHECK(second.allowed == first.allowed);
    CHECK(second.patch.empty());
    if (first.reason == core::injection::Reason::injected) {
      CHECK(id_of(second.reason) == id_of(core::injection::Reason::already_injected));
      CHECK(admit(golden, with_server_defaults(object)).patch.empty());
    }
  }
}

TEST_CASE("the same request gets the same bytes") {
  FOR_EACH_GOLDEN(golden) {
    const auto first = admit(golden, golden.object);
    const auto second = admit(golden, json::parse(golden.object.dump()));
    CHECK(first.patch == second.patch);
    CHECK(first.warnings == second.warnings);
    CHECK(first.message == second.message);
  }
}

TEST_CASE("a patch of a pod adds to the pod's own, and changes none of it") {
  FOR_EACH_GOLDEN(golden) {
    const auto result = admit(golden, golden.object);
    if (golden.kind != "Pod" || result.patch.empty()) return;
    const json after = patched(golden.object, result.patch);
    CHECK(uninjected(golden, after) == uninjected(golden, golden.object));
  }
}

TEST_CASE("uninject takes back what inject did") {
  FOR_EACH_GOLDEN(golden) {
    CHECK(uninjected(golden, injected(golden, golden.object)) == uninjected(golden, golden.object));
  }
}

TEST_CASE("injecting twice is injecting once") {
  FOR_EACH_GOLDEN(golden) {
    const json once = injected(golden, golden.object);
    CHECK(inject(golden, once).patch.empty());
  }
}

TEST_CASE("a pod gets offline what it gets from the webhook") {
  FOR_EACH_GOLDEN(golden) {
    if (golden.kind != "Pod" || golden.old_object) return;
    CHECK(inject(golden, golden.object).patch == admit(golden, golden.object).patch);
  }
}

TEST_CASE("the pods of an admitted workload get what inject puts into its template") {
  FOR_EACH_GOLDEN(golden) {
    const auto admitted = admit(golden, golden.object);
    const auto offline = inject(golden, golden.object);
    if (golden.kind == "Pod" || golden.old_object || admitted.patch.empty() || offline.patch.empty()) return;
    const json workload = patched(golden.object, admitted.patch);
    const json& pod_template = golden.kind == "CronJob"
                                   ? workload.at("spec").at("jobTemplate").at("spec").at("template")
                                   : workload.at("spec").at("template");
    json pod{{"apiVersion", "v1"},
             {"kind", "Pod"},
             {"metadata", pod_template.at("metadata")},
             {"spec", pod_template.at("spec")}};
    // The StatefulSet controller adds the claims' volumes.
    for (const json* claim : elements(find(golden.object, {"spec", "volumeClaimTemplates"}))) {
      const auto& name = claim->at("metadata").at("name");
      pod["spec"]["volumes"].push_back({{"name", name}, {"persistentVolumeClaim", {{"claimName", name}}}});
    }
    const auto result = core::injection::admit({.kind = "Pod", .namespace_name = golden.namespace_name, .object = pod},
                                               golden.settings);
    REQUIRE(result.allowed);
    const json of_webhook = patched(pod, result.patch);
    const json of_inject = injected(golden, golden.object);
    for (const char* list : {"initContainers", "containers"}) {
      CHECK(pod_spec(of_webhook)->value(list, json()) == pod_spec(of_inject)->value(list, json()));
    }
  }
}

TEST_CASE("a namespace that enforces restricted admits what is injected") {
  FOR_EACH_GOLDEN(golden) {
    const json after = injected(golden, golden.object);
    if (pod_spec(after) == nullptr) return;
    for (const json* container : our_containers(*pod_spec(after))) {
      INFO(container->dump(2));
      CHECK(restricted_violations(*container).empty());
      CHECK(find(*container, {"securityContext", "readOnlyRootFilesystem"}) != nullptr);
      for (const char* side : {"limits", "requests"}) {
        CHECK(find(*container, {"resources", side, "cpu"}) != nullptr);
        CHECK(find(*container, {"resources", side, "memory"}) != nullptr);
      }
    }
    for (const json* volume : elements(find(*pod_spec(after), {"volumes"}))) {
      if (core::injection::is_our_volume(core::injection::name_of(*volume))) CHECK(restricted_allows_volume(*volume));
    }
  }
}

TEST_CASE("every mount of ours has its volume") {
  FOR_EACH_GOLDEN(golden) {
    if (golden.kind != "Pod") return;
    const json after = injected(golden, golden.object);
    if (pod_spec(after) == nullptr) return;
    for (const json* container : our_containers(*pod_spec(after))) {
      for (const json* mount : elements(find(*container, {"volumeMounts"}))) {
        INFO(mount->dump());
        CHECK(core::injection::find_named(find(after, {"spec", "volumes"}), core::injection::name_of(*mount)) !=
              nullptr);
      }
    }
  }
}

TEST_CASE("an executor keeps no pod from ending or from being ready") {
  FOR_EACH_GOLDEN(golden) {
    const json after = injected(golden, golden.object);
    if (pod_spec(after) == nullptr) return;
    const bool ends = pod_spec(after)->value("restartPolicy", "Always") != "Always";
    for (const json* container : our_containers(*pod_spec(after))) {
      if (core::injection::name_of(*container) != core::injection::executor_container) continue;
      const bool native = core::injection::find_named(find(*pod_spec(after), {"initContainers"}),
                                                      core::injection::executor_container) != nullptr;
      CHECK((native || !ends));
      CHECK(container->contains("restartPolicy") == native);
      for (const char* probe : {"readinessProbe", "startupProbe", "livenessProbe"}) CHECK(!container->contains(probe));
    }
  }
}

TEST_CASE("warnings are lines that the API server passes on") {
  FOR_EACH_GOLDEN(golden) {
    const auto result = admit(golden, golden.object);
    std::size_t all = 0;
    for (const std::string& warning : result.warnings) {
      INFO(warning);
      CHECK(warning.size() <= core::annotations::warning_limit);
      CHECK(!warning.empty());
      CHECK(std::ranges::none_of(warning, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }));
      all += warning.size();
    }
    CHECK(all <= 4096);
  }
}

TEST_CASE("a manifest's patch does to the manifest what it does to its JSON") {
  FOR_EACH_GOLDEN(golden) {
    const std::string patch = inject(golden, golden.object).patch;
    auto node = cli::manifest::read_yaml(read_text(golden.folder / "input.yaml"));
    REQUIRE(node);
    if (!patch.empty()) cli::manifest::apply(patch, *node);
    CHECK(to_json(*node) == patched(golden.object, patch));
    const auto again = cli::manifest::read_yaml(to_yaml(*node));
    REQUIRE(again);
    CHECK(to_json(*again) == to_json(*node));
    CHECK(to_ordered_json(*again).dump() == to_ordered_json(*node).dump());
  }
}

TEST_CASE("a stream that nobody changed comes back byte for byte") {
  FOR_EACH_GOLDEN(golden) {
    const std::string text = read_text(golden.folder / "input.yaml");
    const auto stream = cli::manifest::read_stream(text);
    REQUIRE(stream);
    CHECK(write_stream(*stream, cli::manifest::Format::yaml) == text);
    CHECK(to_yaml(stream->documents.front().root) == text);
  }
}

}  // namespace chandler::tests
