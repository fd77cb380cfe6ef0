#include "cron/probe/publish/push_gateway.hpp"

#include <array>
#include <charconv>
#include <mutex>

#include <catch2/catch_test_macros.hpp>

#include "cron/probe/registry.hpp"
#include "cron/probe/report/metrics.hpp"
#include "tests/support/scripted_server.hpp"

namespace chandler::probe {
namespace {

using tests::ScriptedServer;

const platform::Environment no_environment = [](std::string_view) { return std::nullopt; };

PushGateway gateway(const std::string& address, const std::vector<std::string>& labels = {}) {
  auto parsed = parse_push_gateway(address, labels);
  if (!parsed) FAIL(core::describe(parsed.error()));
  return *std::move(parsed);
}

core::Error refused(const std::string& address, const std::vector<std::string>& labels = {}) {
  const auto parsed = parse_push_gateway(address, labels);
  INFO(address);
  REQUIRE_FALSE(parsed);
  CHECK(parsed.error().outcome == core::Outcome::usage);
  return parsed.error();
}

RunReport report_of(std::initializer_list<std::string> databases) {
  RunReport report;
  for (const std::string& name : databases) {
    report.databases.push_back(
        {.database = name, .server_version = "17.2", .checks = {CheckReport{.check = check_named("settings")}}});
  }
  return report;
}

// Answers every request, and keeps what came.
class Gateway {
 public:
  explicit Gateway(std::string answer)
      : answer_(std::move(answer)), server_([this](const ScriptedServer::Peer& peer) { serve(peer); }) {}

  std::string address(const std::string& user = "") const {
    return std::format("http://{}127.0.0.1:{}", user, server_.port());
  }
  std::vector<std::string> heads() {
    const std::scoped_lock lock(mutex_);
    return heads_;
  }

 private:
  void serve(const ScriptedServer::Peer& peer) {
    for (std::string head = peer.read_head(); !head.empty(); head = peer.read_head()) {
      const std::scoped_lock lock(mutex_);
      heads_.push_back(head);
      peer.send(answer_);
      if (answer_.contains("Connection: close")) return;
    }
  }

  std::mutex mutex_;
  std::vector<std::string> heads_;
  std::string answer_;
  ScriptedServer server_;
};

TEST_CASE("a group is the database's, whatever its name, and the labels'") {
  // echo -n 'app@db:5432/menu' | base64 | tr '+/' '-_'
  CHECK(group_path(gateway("http://gateway:9091"), "app@db:5432/menu") ==
        "/metrics/job/chandler_probe/database@base64/YXBwQGRiOjU0MzIvbWVudQ");
  CHECK(group_path(gateway("http://gateway/prefix/", {"cluster=a>?", "empty="}), "d") ==
        "/prefix/metrics/job/chandler_probe/database@base64/ZA/cluster@base64/YT4_/empty@base64/=");
}

TEST_CASE("what is no gateway's address, or no label, is refused before anything is probed") {
  CHECK(refused("gateway:9091").where == "--push-gateway");
  CHECK(refused("ftp://gateway").where == "--push-gateway");
  CHECK(refused("http://gateway?x=1").where == "--push-gateway");
  CHECK(refused("http://gateway", {"cluster"}).where == "--push-label");
  CHECK(refused("http://gateway", {"9=x"}).message.contains("\"9=x\""));
  CHECK(refused("http://gateway", {"database=x"}).where == "--push-label");
  CHECK(refused("http://gateway", {"a=1", "a=2"}).where == "--push-label");
  CHECK_FALSE(core::describe(refused("http://user:secret@gate way")).contains("secret"));
}

TEST_CASE("each database is put in its own group, over one connection") {
  Gateway server("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
  // No body is read by the script, so that the next head would begin with it: one database.
  const auto pushed = push(report_of({"d"}), gateway(server.address("me:a%40b@")), no_environment);
  if (!pushed) FAIL(core::describe(pushed.error()));
  const auto heads = server.heads();
  REQUIRE_FALSE(heads.empty());
  CHECK(heads[0].starts_with("PUT /metrics/job/chandler_probe/database@base64/ZA HTTP/1.1\r\n"));
  CHECK(heads[0].contains("Content-Type: text/plain; version=0.0.4"));
  CHECK(heads[0].contains("Authorization: Basic bWU6YUBi\r\n"));
  CHECK(heads[0].contains(std::format("Content-Length: {}\r\n", metrics_of(report_of({"d"})).size())));
}

TEST_CASE("what the gateway says is told, and no password") {
  Gateway server(
      "HTTP/1.1 400 Bad Request\r\nContent-Length: 34\r\nConnection: close\r\n\r\npushed metrics are inconsistent: "
      "x\n");
  const auto pushed = push(report_of({"d", "e"}), gateway(server.address("me:secret@")), no_environment);
  REQUIRE_FALSE(pushed);
  CHECK(pushed.error().code == "probe.not_pushed");
  CHECK(pushed.error().outcome == core::Outcome::could_not);
  CHECK(pushed.error().message.contains("status 400: pushed metrics are inconsistent"));
  CHECK_FALSE(core::describe(pushed.error()).contains("secret"));
  CHECK(server.heads().size() == 1);
}

TEST_CASE("a gateway that is away, or hangs up, is an error that says so") {
  std::string gone;
  {
    const Gateway server("");
    gone = server.address();
  }
  CHECK(push(report_of({"d"}), gateway(gone), no_environment).error().message.contains("refused"));
  Gateway mute("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n");
  CHECK(push(report_of({"d"}), gateway(mute.address()), no_environment).error().code == "probe.not_pushed");
}

}  // namespace
}  // namespace chandler::probe
