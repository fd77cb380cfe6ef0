#include "core/injection/copying.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

using namespace chandler::core::injection;
using nlohmann::json;

namespace {

json metadata(json annotations, bool labelled = true) {
  json value{{"annotations", std::move(annotations)}, {"labels", json::object()}};
  if (labelled) value["labels"]["chandler.dev/inject"] = "true";
  return value;
}

json directive(const char* value) {
  return {{"chandler.dev/migrate", value}};
}

// One request after another, as the API server would send them: the template keeps what was copied.
struct Workload {
  json own = json::object();
  json pod_template{{"metadata", json::object()}};

  std::size_t update(json next) {
    const json before = own;
    own = std::move(next);
    return copy_directives(pod_template, own, &before).size();
  }
  json held() const { return pod_template.at("metadata").value("annotations", json::object()); }
  bool labelled() const {
    return pod_template.at("metadata").value("labels", json::object()).contains("chandler.dev/inject");
  }
};

}  // namespace

TEST_CASE("the rule for one key") {
  using enum CopyAction;
  constexpr auto none = std::nullopt;
  // wanted, before, held
  CHECK(copy_action(none, none, none) == keep);
  CHECK(copy_action("a", none, none) == set);
  CHECK(copy_action("a", "a", none) == set);
  CHECK(copy_action("a", "b", none) == set);
  CHECK(copy_action("a", none, "a") == keep);
  CHECK(copy_action("a", "b", "b") == set);
  CHECK(copy_action("a", "b", "c") == template_wins);
  CHECK(copy_action("a", none, "b") == template_wins);
  CHECK(copy_action(none, "a", "a") == remove);
  CHECK(copy_action(none, "a", "b") == template_wins);
  CHECK(copy_action(none, "a", none) == keep);
  CHECK(copy_action(none, none, "a") == keep);
}

TEST_CASE("label, annotate, change, take off, put back") {
  Workload workload;
  workload.update(metadata(json::object()));
  CHECK_FALSE(workload.labelled());  // nothing before the label and one directive are both there
  workload.update(metadata(directive("configmap:a")));
  CHECK(workload.labelled());
  CHECK(workload.held() == directive("configmap:a"));
  workload.update(metadata(directive("configmap:b")));
  CHECK(workload.held() == directive("configmap:b"));
  workload.update(metadata(directive("configmap:b"), false));
  CHECK_FALSE(workload.labelled());
  CHECK(workload.held().empty());
  workload.update(metadata(directive("configmap:b")));
  CHECK(workload.labelled());
  CHECK(workload.held() == directive("configmap:b"));
}

TEST_CASE("annotations written before the label are copied when it comes") {
  Workload workload;
  workload.update(metadata(directive("configmap:a"), false));
  CHECK(workload.held().empty());
  workload.update(metadata(directive("configmap:a")));
  CHECK(workload.held() == directive("configmap:a"));
}

TEST_CASE("only registered directives are copied") {
  Workload workload;
  json annotations = directive("configmap:a");
  annotations["chandler.dev/status"] = "migrated";
  annotations["example.org/team"] = "shop";
  workload.update(metadata(annotations));
  CHECK(workload.held() == directive("configmap:a"));
}

TEST_CASE("the template's own value wins, with a finding, for as long as both differ") {
  Workload workload;
  workload.pod_template["metadata"]["annotations"] = directive("configmap:own");
  CHECK(workload.update(metadata(directive("configmap:a"))) == 1);
  CHECK(workload.held() == directive("configmap:own"));
  CHECK(workload.update(metadata(directive("configmap:own"))) == 0);
}

TEST_CASE("the template's other labels and annotations stay") {
  Workload workload;
  workload.pod_template["metadata"] = {{"annotations", {{"prometheus.io/scrape", "true"}}},
                                       {"labels", {{"app", "menu"}}}};
  workload.update(metadata(directive("configmap:a")));
  workload.update(metadata(json::object(), false));
  CHECK(workload.pod_template ==
        json{{"metadata", {{"annotations", {{"prometheus.io/scrape", "true"}}}, {"labels", {{"app", "menu"}}}}}});
}
