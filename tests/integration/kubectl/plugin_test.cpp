#include <csignal>

#include "platform/kubernetes/objects/field.hpp"
#include "tests/integration/kubectl/person.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/places.hpp"
#include "tests/support/terminal.hpp"

namespace chandler::tests {
namespace {

using nlohmann::json;
namespace objects = platform::kubernetes::objects;

// A folder with the plugin in it as people install it, and a kubectl that forwards nothing but says so.
class Desk {
 public:
  Desk() {
    std::filesystem::create_symlink(tests::chandler_program(), folder_.path() / "kubectl-chandler");
    std::filesystem::create_symlink(tests::chandler_program(), folder_.path() / "kubectl_complete-chandler");
    script("kubectl", "echo \"$@\" > " + (folder_.path() / "forwarded").string() +
                          "; echo 'Forwarding from 127.0.0.1:40123 -> 8444'; exec sleep 600");
    script("xdg-open", "echo \"$1\" > " + (folder_.path() / "opened").string());
  }
  void script(const std::string& name, const std::string& body) const {
    folder_.write(name, "#!/bin/sh\n" + body + "\n");
    std::filesystem::permissions(folder_.path() / name, std::filesystem::perms::owner_all);
  }
  std::string read(const std::string& name) const {
    std::ifstream file(folder_.path() / name);
    std::string line;
    std::getline(file, line);
    return line;
  }
  std::string plugin() const { return folder_.path() / "kubectl-chandler"; }
  std::string completer() const { return folder_.path() / "kubectl_complete-chandler"; }
  std::string path() const { return folder_.path().string() + ":/usr/bin:/bin"; }

 private:
  TemporaryFolder folder_;
};

json review(Person& person, const std::string& token) {
  return person.cluster.admin()
      .create({.group = "authentication.k8s.io", .plural = "tokenreviews"},
              {{"spec", {{"token", token}, {"audiences", {"chandler.dev"}}}}})
      .value();
}

}  // namespace

TEST_CASE("as kubectl's plugin the program says so, and hides what pods run") {
  Person person("plugin-name");
  const Desk desk;
  person.program = desk.plugin();
  const auto help = person.types({"status", "--help"});
  CHECK(help.out.contains("Usage: kubectl chandler status"));
  CHECK(help.out.contains("  kubectl chandler status -A"));
  const auto all = person.types({"--help"});
  CHECK(all.out.contains("  trigger "));
  CHECK(!all.out.contains("  serve "));
  CHECK(person.types({"status"}).code == 0);
}

TEST_CASE("kubectl completes its plugin, by the cluster's own names") {
  Person person("plugin-complete");
  const Desk desk;
  person.make_provision("menu", {{"state", "Ready"}});
  const auto complete = [&](std::vector<std::string> words) {
    words.insert(words.begin(), desk.completer());
    const auto ended = platform::run_program({.words = words}, std::chrono::seconds(30), {});
    return ended ? ended->output : ended.error();
  };
  const std::vector<std::string> flags{"--kubeconfig=" + person.kubeconfig.string(), "-n", person.space};
  CHECK(complete({"histo"}).starts_with("history\t"));
  std::vector<std::string> words{"status"};
  words.insert(words.end(), flags.begin(), flags.end());
  words.emplace_back("deploy/");
  CHECK(complete(words) == "deploy/menu\n:4\n");
  CHECK(complete({"status", "--kubeconfig=/nowhere", "deploy/"}) == ":4\n");
}

TEST_CASE("bash completes by the script that the program prints") {
  const Person person("plugin-bash");
  const std::string test =
      "source <(\"$0\" completion bash); COMP_WORDS=(\"$0\" tri); COMP_CWORD=1; compopt() { :; }; _chandler; "
      "echo \"${COMPREPLY[@]}\"";
  const auto ended =
      platform::run_program({.words = {"bash", "-c", test, tests::chandler_program()}}, std::chrono::seconds(30), {});
  REQUIRE(ended);
  CHECK(ended->output == "trigger\n");
}

TEST_CASE("ui forwards a port, and prints an address with a token for Chandler alone") {
  Person person("plugin-ui");
  const Desk desk;
  person.environment = {{"PATH", desk.path()}};
  std::vector<std::string> words =
      person.words({"ui", "--account=" + person.space + "/default", "--service=ops/chandler"});
  words.insert(words.begin(), {"/usr/bin/env", "PATH=" + desk.path()});
  ChildProcess ui(words);
  REQUIRE(eventually([&] { return ui.output().contains("Ctrl-C"); }));
  const std::string output = ui.output();
  const std::string begin = "https://localhost:40123/#token=";
  REQUIRE(output.starts_with(begin));
  const json seen = review(person, output.substr(begin.size(), output.find('\n') - begin.size()));
  CHECK(objects::text(seen, {"status", "user", "username"}) == "system:serviceaccount:plugin-ui:default");
  CHECK(seen.at("status").at("audiences") == json{"chandler.dev"});
  CHECK(desk.read("forwarded").contains("port-forward --address=127.0.0.1 --namespace=ops service/chandler :api"));
  CHECK(desk.read("opened").empty());  // no terminal, no browser
  ui.send(SIGINT);
  CHECK(ui.wait() == 0);
}

TEST_CASE("ui opens the browser at a terminal") {
  Person person("plugin-browser");
  const Desk desk;
  std::vector<std::string> words = person.words({"ui", "--account=" + person.space + "/default"});
  Terminal terminal(words, {{"PATH", desk.path()}});
  REQUIRE(terminal.shows("Ctrl-C"));
  CHECK(eventually([&] { return desk.read("opened").starts_with("https://localhost:40123/#token="); }));
}

TEST_CASE("ui says why there is no token, and what ended the forwarding") {
  Person person("plugin-refused");
  const Desk desk;
  person.environment = {{"PATH", desk.path()}};
  const auto user = person.types({"ui"});
  CHECK(user.code == 2);
  CHECK(user.errors.contains("you are 'admin', which is no service account"));
  CHECK(user.errors.contains("kubectl create serviceaccount"));
  const auto missing = person.types({"ui", "--account=" + person.space + "/nobody"});
  CHECK(missing.code == 2);
  CHECK(missing.errors.contains("nobody"));
  desk.script("kubectl", "echo 'Error from server' >&2; exit 1");
  const auto ended = person.types({"ui", "--account=" + person.space + "/default"});
  CHECK(ended.code == 1);
  CHECK(ended.errors.contains("Error from server"));
  CHECK(ended.errors.contains("kubectl port-forward ended"));
}

}  // namespace chandler::tests
