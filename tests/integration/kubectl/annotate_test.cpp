#include "tests/integration/kubectl/person.hpp"
#include "tests/support/terminal.hpp"

namespace chandler::tests {
namespace {

using nlohmann::json;

json metadata_of(const Person& person, const std::string& name) {
  return person.cluster.admin()
      .get({.group = "apps", .plural = "deployments", .namespace_name = person.space, .name = name})
      .value()
      .at("metadata");
}

const std::vector<std::string> complete_directives{"database=order-food-db", "migrate=configmap:migrations",
                                                   "--inject"};

std::vector<std::string> annotate(std::vector<std::string> more) {
  more.insert(more.begin(), {"annotate", "deploy/menu"});
  return more;
}

}  // namespace

TEST_CASE("annotate shows the difference and does it in one patch") {
  Person person("annotate-yes");
  person.make_deployment("menu", {{"chandler.dev/log-level", "debug"}, {"note", "theirs"}},
                         {{"chandler.dev/inject", nullptr}});
  std::vector<std::string> words = complete_directives;
  words.insert(words.end(), {"log-level-", "--yes"});
  const auto done = person.types(annotate(words));
  INFO(done.errors);
  CHECK(done.code == 0);
  CHECK(done.out.contains("+ label       chandler.dev/inject: true"));
  CHECK(done.out.contains("- annotation  chandler.dev/log-level: debug"));
  CHECK(done.out.contains("Its pods get chandler-migrate."));
  const json metadata = metadata_of(person, "menu");
  CHECK(metadata.at("annotations") == json{{"chandler.dev/database", "order-food-db"},
                                           {"chandler.dev/migrate", "configmap:migrations"},
                                           {"note", "theirs"}});
  CHECK(metadata.at("labels").at("chandler.dev/inject") == "true");
  CHECK(metadata.at("managedFields").dump().contains("kubectl-chandler"));
  CHECK(person.types(annotate({"database=order-food-db", "--yes"})).out == "deployment/menu is already so.\n");
}

TEST_CASE("annotate changes nothing as a dry run, unasked, or when the webhook would refuse") {
  Person person("annotate-no");
  person.make_deployment("menu", json::object(), {{"chandler.dev/inject", nullptr}});
  std::vector<std::string> words = complete_directives;
  words.emplace_back("--dry-run");
  const auto dry = person.types(annotate(words));
  CHECK(dry.code == 0);
  CHECK(dry.out.contains("(server dry run)"));
  const auto unasked = person.types(annotate({"database=db", "load=configmap:a"}));
  CHECK(unasked.code == 2);
  CHECK(unasked.errors.contains("--yes"));
  const auto refused = person.types(annotate({"migrate=nonsense", "--yes"}));
  CHECK(refused.code == 2);
  CHECK(refused.errors.contains("nothing was changed"));
  CHECK(person.types(annotate({"migrat=configmap:m"})).errors.contains("did you mean migrate?"));
  CHECK(person.types(annotate({})).code == 64);
  CHECK(!metadata_of(person, "menu").contains("annotations"));
}

TEST_CASE("annotate asks at a terminal") {
  Person person("annotate-asks");
  person.make_deployment("menu", json::object(), {{"chandler.dev/inject", nullptr}});
  Terminal terminal(person.words(annotate({"database=db", "load=configmap:a", "--inject"})));
  REQUIRE(terminal.shows("Do it? [yes/no]"));
  CHECK(!metadata_of(person, "menu").contains("annotations"));
  terminal.type("yes\n");
  CHECK(terminal.wait() == 0);
  CHECK(metadata_of(person, "menu").at("annotations").size() == 2);
}

TEST_CASE("annotate needs the right to patch the workload") {
  Person person("annotate-rights");
  person.make_deployment("menu", json::object());
  person.grant({{{"apiGroups", {"apps"}}, {"resources", {"deployments"}}, {"verbs", {"get", "list"}}}});
  person.as = "cook";
  const auto refused = person.types(annotate({"database=db", "load=configmap:a", "--yes"}));
  CHECK(refused.code == 2);
  CHECK(refused.errors.contains("--verb=get,patch --resource=deployments.apps"));
}

TEST_CASE("explain tells of a workload as it is in the cluster") {
  Person person("explain-live");
  person.make_deployment("menu", {{"chandler.dev/database", "db"}, {"chandler.dev/load", "configmap:a"}});
  const auto told = person.types({"explain", "deploy/menu"});
  CHECK(told.code == 0);
  CHECK(told.out.contains("Deployment/menu: injected"));
  CHECK(told.out.contains("[chandler-load]"));
  CHECK(json::parse(person.types({"explain", "deploy/menu", "-o", "json"}).out).at(0).at("namespace") ==
        "explain-live");
  person.make_deployment("broken", {{"chandler.dev/migrate", "nonsense"}});
  CHECK(person.types({"explain", "deploy/broken"}).code == 2);
  CHECK(person.types({"explain", "deploy/menus"}).errors.contains("did you mean deployment/menu?"));
  CHECK(person.types({"explain"}).code == 64);
  CHECK(person.types({"explain", "deploy/menu", "-f", "x.yaml"}).code == 64);
}

}  // namespace chandler::tests
