#include <sstream>

#include <catch2/catch_test_macros.hpp>

#include "cli/kubectl/annotate_ask.hpp"
#include "cli/kubectl/annotate_plan.hpp"

namespace chandler::cli::kubectl {
namespace {

using nlohmann::json;

const core::injection::Settings settings{.image = "chandler:test"};

json deployment(const json& annotations, bool labelled) {
  json metadata{{"name", "menu"}, {"namespace", "shop"}, {"resourceVersion", "7"}, {"annotations", annotations}};
  if (labelled) metadata["labels"] = {{"chandler.dev/inject", "true"}};
  return {{"metadata", metadata},
          {"spec",
           {{"template",
             {{"metadata", json::object()}, {"spec", {{"containers", {{{"name", "app"}, {"image", "app:1"}}}}}}}}}}};
}

AnnotatePlan plan(const json& object, const std::vector<std::string>& words, bool opt_in = false) {
  return plan_changes(object, "Deployment", parse_changes(words).value(), opt_in, settings);
}

std::string lines_of(const AnnotatePlan& plan) {
  std::string text;
  for (const auto& line : plan.lines) text += to_text(line) + '\n';
  return text;
}

std::string refusal(const std::string& word) {
  const auto changes = parse_changes({word});
  return changes ? "" : core::describe(changes.error());
}

}  // namespace

TEST_CASE("changes are what differs, as a patch of the metadata that was seen") {
  const json object = deployment(
      {{"chandler.dev/database", "db"}, {"chandler.dev/load", "configmap:a"}, {"chandler.dev/log-level", "debug"}},
      true);
  const AnnotatePlan changed = plan(object, {"load=configmap:b", "chandler.dev/migrate=configmap:m", "log-level-"});
  CHECK(lines_of(changed) ==
        "~ annotation  chandler.dev/load: configmap:a → configmap:b\n"
        "- annotation  chandler.dev/log-level: debug\n"
        "+ annotation  chandler.dev/migrate: configmap:m\n");
  CHECK(changed.patch == json{{"metadata",
                               {{"resourceVersion", "7"},
                                {"annotations",
                                 {{"chandler.dev/load", "configmap:b"},
                                  {"chandler.dev/log-level", nullptr},
                                  {"chandler.dev/migrate", "configmap:m"}}}}}});
  CHECK(changed.labelled);
  CHECK(!changed.refused);
  CHECK(plan(object, {"load=configmap:a", "migrate-"}, true).lines.empty());
}

TEST_CASE("the label comes along, or is said to lack") {
  const json object = deployment(json::object(), false);
  CHECK(!plan(object, {"database=db", "migrate=configmap:m"}).labelled);
  const AnnotatePlan with = plan(object, {"database=db", "migrate=configmap:m"}, true);
  CHECK(with.labelled);
  CHECK(lines_of(with).starts_with("+ label       chandler.dev/inject: true\n"));
  CHECK(with.steps == std::vector<std::string>{"chandler-migrate"});
}

TEST_CASE("what the webhook would refuse is refused before, with or without the label") {
  CHECK(plan(deployment(json::object(), true), {"migrate=nonsense"}).refused);
  const AnnotatePlan unlabelled = plan(deployment(json::object(), false), {"migrate=nonsense"});
  CHECK(unlabelled.refused);
  CHECK(!unlabelled.findings.empty());
  CHECK(!plan(deployment(json::object(), true), {"log-level=loud"}).refused);
}

TEST_CASE("a word that is no change says what was probably meant") {
  CHECK(refusal("migrat=configmap:m").contains("did you mean migrate?"));
  CHECK(refusal("migrate").contains("KEY=VALUE"));
  CHECK(refusal("inject=true").contains("--inject"));
  CHECK(refusal("chandler.dev/nothing-like-it=1").contains("lists them"));
  CHECK(!parse_changes({"load=a", "chandler.dev/load-"}));
}

TEST_CASE("a person is asked until the answer is within its grammar") {
  const json object = deployment({{"chandler.dev/load", "configmap:a"}}, true);
  std::istringstream in("order-food-db\nnonsense\nconfigmap:m\n-\n\n\n\n\n\n\n");
  std::ostringstream out;
  const auto changes = ask_for_changes(object, in, out);
  REQUIRE(changes);
  CHECK(*changes == AnnotationChanges{{"chandler.dev/database", "order-food-db"},
                                      {"chandler.dev/migrate", "configmap:m"},
                                      {"chandler.dev/load", std::nullopt}});
  CHECK(out.str().contains("[configmap:a]"));
  CHECK(out.str().contains("\"nonsense\" "));
  std::istringstream ended("db\n");
  CHECK(!ask_for_changes(object, ended, out));
}

}  // namespace chandler::cli::kubectl
