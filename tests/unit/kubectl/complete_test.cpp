#include "cli/kubectl/complete.hpp"

#include <CLI/CLI.hpp>
#include <catch2/catch_test_macros.hpp>

#include "cli/command.hpp"

namespace chandler::cli {
void add_completion(CLI::App& app, Body& chosen);
void add_history(CLI::App& app, Body& chosen);
void add_status(CLI::App& app, Body& chosen);
void add_suspend(CLI::App& app, Body& chosen);
void add_trigger(CLI::App& app, Body& chosen);
}  // namespace chandler::cli

namespace chandler::cli::kubectl {
namespace {

using What = Names::What;

// What is offered behind these words, each with a blank before it; "!" behind what goes on.
std::string offered(const std::vector<std::string>& words) {
  CLI::App app("", "chandler");
  Body chosen;
  for (const AddCommand add : {add_status, add_history, add_trigger, add_suspend, add_completion}) add(app, chosen);
  app.add_subcommand("annotate", "");
  app.add_subcommand("serve", "")->group("");
  const Names names{.of = [](What what, std::string_view kind, const ConnectionFlags& flags) {
    std::vector<std::string> found;
    if (what == What::namespaces) return std::vector<std::string>{"shop", "stock"};
    if (what == What::contexts) return std::vector<std::string>{"here"};
    if (flags.namespace_name == "empty") return found;
    if (kind.empty()) return std::vector<std::string>{"deployment/menu", "statefulset/db"};
    return std::vector<std::string>{kind == "Deployment" ? "menu" : "db"};
  }};
  const Completions completions = complete(app, words, names);
  std::string text;
  for (const auto& item : completions.items) text += " " + item.text;
  return text + (completions.no_space ? "!" : "") + (completions.files ? " FILES" : "");
}

}  // namespace

TEST_CASE("commands are completed, but for those of pods") {
  CHECK(offered({"s"}) == " status suspend");
  CHECK(offered({""}) == " status history trigger suspend completion annotate");
}

TEST_CASE("workloads are completed, under the kind's name that is typed") {
  CHECK(offered({"status", ""}) == " deployment/menu statefulset/db");
  CHECK(offered({"status", "st"}) == " statefulset/db");
  CHECK(offered({"status", "deploy/"}) == " deploy/menu");
  CHECK(offered({"history", "sts/d"}) == " sts/db");
  CHECK(offered({"status", "-n", "empty", "d"}) == " deployment/ daemonset/!");
  CHECK(offered({"status", "--namespace=empty", ""}) == " deployment/ statefulset/ daemonset/!");
  CHECK(offered({"status", "nothing/"}).empty());
}

TEST_CASE("arguments are completed by their place") {
  CHECK(offered({"trigger", "r"}) == " refresh restart retry-tasks");
  CHECK(offered({"trigger", "refresh", "deploy/"}) == " deploy/menu");
  CHECK(offered({"trigger", "--wait", "refresh", "deploy/m"}) == " deploy/menu");
  CHECK(offered({"suspend", "deploy/menu", ""}) == " refresh probe");
  CHECK(offered({"completion", "f"}) == " fish");
  CHECK(offered({"annotate", "deploy/menu", "refresh-sch"}) == " refresh-schedule=!");
}

TEST_CASE("options and their values are completed") {
  CHECK(offered({"status", "--no"}) == " --no-headers");
  CHECK(offered({"status", "-o", "w"}) == " wide");
  CHECK(offered({"status", "--output=j"}) == " --output=json");
  CHECK(offered({"status", "--output", "=", "j"}) == " json");
  CHECK(offered({"status", "-n", "s"}) == " shop stock");
  CHECK(offered({"status", "--context", ""}) == " here");
  CHECK(offered({"status", "--kubeconfig", ""}) == " FILES");
  CHECK(offered({}).empty());
}

TEST_CASE("completions are told as cobra's shells want them") {
  CHECK(to_text({.items = {{"a", "first"}, {"b", ""}}}) == "a\tfirst\nb\n:4\n");
  CHECK(to_text({.items = {}, .no_space = true, .files = false}) == ":6\n");
  CHECK(to_text({.items = {}, .no_space = false, .files = true}) == ":0\n");
  CHECK(completion_script("bash").contains("complete -F _chandler chandler"));
  CHECK(completion_script("tcsh").empty());
}

}  // namespace chandler::cli::kubectl
