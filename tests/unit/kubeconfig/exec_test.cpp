#include <filesystem>
#include <fstream>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "platform/kubernetes/kubeconfig/exec_plugin.hpp"
#include "tests/support/temporary_folder.hpp"

namespace chandler::platform::kubernetes::kubeconfig {
namespace {

using chandler::tests::TemporaryFolder;
using nlohmann::json;
using namespace std::chrono_literals;

constexpr const char* v1 = "client.authentication.k8s.io/v1";

std::string answer(const json& status, const char* version = v1) {
  return json{{"apiVersion", version}, {"kind", "ExecCredential"}, {"status", status}}.dump();
}

// A plug-in that counts how often it runs, keeps what it was told, and answers with the file "answer".
class Plugin {
 public:
  explicit Plugin(std::string body = "echo x >> runs; echo \"$KUBERNETES_EXEC_INFO\" > info; cat answer") {
    folder_.write("plugin", "#!/bin/sh\ncd " + folder_.path().string() + "\n" + body + "\n");
    std::filesystem::permissions(folder_.path() / "plugin", std::filesystem::perms::owner_all);
  }

  void answers(const std::string& text) { folder_.write("answer", text); }
  std::size_t runs() const {
    std::error_code none;
    const auto size = std::filesystem::file_size(folder_.path() / "runs", none);
    return none ? 0 : size / 2;
  }
  json info() const {
    std::ifstream file(folder_.path() / "info");
    return json::parse(file);
  }
  ExecEntry entry() const { return {.api_version = v1, .command = folder_.path() / "plugin"}; }

 private:
  TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("a plug-in's credential is kept until shortly before it ends") {
  Plugin plugin;
  plugin.answers(answer({{"token", "one"}, {"expirationTimestamp", "2026-11-21T12:00:00Z"}}));
  const auto end = std::chrono::sys_days(std::chrono::year(2026) / 11 / 21) + 12h;
  std::chrono::system_clock::time_point now = end - 1h;
  ExecPlugin exec({.exec = plugin.entry(), .now = [&] { return now; }});
  CHECK(exec.current({})->token == "one");
  now = end - 11s;
  CHECK(exec.current({})->token == "one");
  CHECK(plugin.runs() == 1);
  plugin.answers(answer({{"token", "two"}}));
  now = end - 9s;
  CHECK(exec.current({})->token == "two");
  now = end + 24h;
  CHECK(exec.current({})->token == "two");
  CHECK(plugin.runs() == 2);
}

TEST_CASE("what is refused is asked for anew, once for all who saw it") {
  Plugin plugin;
  plugin.answers(answer({{"token", "one"}}));
  ExecPlugin exec({.exec = plugin.entry()});
  const ExecCredential first = exec.current({}).value();
  plugin.answers(answer({{"token", "two"}}));
  CHECK(exec.renew(first, {})->token == "two");
  CHECK(exec.renew(first, {})->token == "two");
  CHECK(plugin.runs() == 2);
}

TEST_CASE("a plug-in is told of the cluster if it asks") {
  Plugin plugin;
  plugin.answers(answer({{"clientCertificateData", "CERT"}, {"clientKeyData", "KEY"}}));
  ExecPlugin with({.exec = plugin.entry(),
                   .cluster = ClusterEntry{.server = "https://a", .plugin_config = R"({"audience":"x"})"},
                   .ca = "Q0E="});
  const auto credential = with.current({});
  REQUIRE(credential);
  CHECK(credential->certificate == "CERT");
  CHECK(credential->key == "KEY");
  CHECK(plugin.info().at("apiVersion") == v1);
  CHECK(plugin.info().at("spec").at("cluster") ==
        json{{"server", "https://a"}, {"certificate-authority-data", "Q0E="}, {"config", {{"audience", "x"}}}});
  ExecPlugin without({.exec = plugin.entry()});
  REQUIRE(without.current({}));
  CHECK(!plugin.info().at("spec").contains("cluster"));
}

TEST_CASE("a plug-in gets its arguments and variables") {
  Plugin plugin("test \"$A\" = b && test \"$1\" = --now && cat answer");
  plugin.answers(answer({{"token", "t"}}));
  ExecEntry entry = plugin.entry();
  entry.args = {"--now"};
  entry.environment = {{"A", "b"}};
  CHECK(ExecPlugin({.exec = entry}).current({}));
}

TEST_CASE("a plug-in that fails is named, with what its kubeconfig says to do") {
  const auto failure = [](ExecEntry entry) {
    entry.install_hint = "brew install it";
    const auto credential = ExecPlugin({.exec = std::move(entry)}).current({});
    REQUIRE(!credential);
    CHECK(credential.error().code == "kubernetes.credentials");
    return credential.error();
  };
  const core::Error missing = failure({.api_version = v1, .command = "no-such-plug-in"});
  CHECK(missing.message.contains("no-such-plug-in: No such file"));
  CHECK(missing.hint == "brew install it");
  const Plugin broken("exit 3");
  CHECK(failure(broken.entry()).message.contains("exit code 3"));
  const Plugin odd("echo hello");
  CHECK(failure(odd.entry()).message.contains("no ExecCredential"));
}

TEST_CASE("a plug-in that never ends is ended") {
  const Plugin hanging("exec sleep 600");
  const auto credential = ExecPlugin({.exec = hanging.entry(), .limit = 200ms}).current({});
  REQUIRE(!credential);
  CHECK(credential.error().message.contains("did not end"));
  std::stop_source stop;
  stop.request_stop();
  CHECK(ExecPlugin({.exec = hanging.entry()}).current(stop.get_token()).error().message.contains("stopped"));
}

TEST_CASE("an answer is read strictly, and nothing of it is told") {
  const auto message_for = [](const std::string& text) {
    const auto credential = read_exec_credential(text, v1);
    return credential ? std::string() : credential.error().message;
  };
  CHECK(message_for("secret").contains("no ExecCredential"));
  CHECK(!message_for("secret").contains("secret"));
  CHECK(message_for(answer({{"token", "t"}}, "client.authentication.k8s.io/v1beta1")).contains("v1beta1"));
  CHECK(message_for(answer(json::object())).contains("neither"));
  CHECK(message_for(answer({{"clientKeyData", "k"}})).contains("without the other"));
  CHECK(message_for(answer({{"token", "a\nb"}})).contains("several lines"));
  CHECK(message_for(answer({{"token", "t"}, {"expirationTimestamp", "soon"}})).contains("'soon'"));
  const auto offset =
      read_exec_credential(answer({{"token", "t"}, {"expirationTimestamp", "2026-11-21T14:00:00+02:00"}}), v1);
  REQUIRE(offset);
  CHECK(offset->expires == std::chrono::sys_days(std::chrono::year(2026) / 11 / 21) + 12h);
}

}  // namespace chandler::platform::kubernetes::kubeconfig
