#include "platform/postgres/wait.hpp"

#include <future>

#include <catch2/catch_test_macros.hpp>

#include "tests/support/postgres_server.hpp"

namespace chandler::platform::postgres {
namespace {

using tests::PostgresServer;

TEST_CASE("waits for a server that starts later") {
  PostgresServer server;
  server.stop();
  WaitOptions wait;
  wait.timeout = std::chrono::seconds(60);
  auto waiting = std::async(std::launch::async,
                            [&] { return connect_when_ready(server.settings("postgres"), {}, wait, {}).has_value(); });
  server.start();
  CHECK(waiting.get());
}

TEST_CASE("does not wait for what waiting does not mend") {
  auto settings = PostgresServer::shared().settings("no_such_database");
  WaitOptions wait;
  wait.timeout = std::chrono::hours(1);
  const auto session = connect_when_ready(settings, {}, wait, {});
  REQUIRE_FALSE(session.has_value());
  CHECK(session.error().code == "database.refused");
  CHECK(session.error().outcome == core::Outcome::problem);
  CHECK(session.error().sqlstate == "3D000");
}

TEST_CASE("gives up after the time-out with the server's address and reason") {
  ConnectionSettings settings{
      {{"host", "127.0.0.1"}, {"port", "1"}, {"user", "app"}, {"dbname", "menu"}, {"password", "s3cret"}}};
  const auto session = connect_when_ready(settings, {}, {}, {});
  REQUIRE_FALSE(session.has_value());
  CHECK(session.error().code == "database.unreachable");
  CHECK(session.error().outcome == core::Outcome::could_not);
  CHECK(session.error().message.contains("app@127.0.0.1:1/menu"));
  CHECK_FALSE(core::describe(session.error()).contains("s3cret"));
}

TEST_CASE("a stop ends the wait") {
  std::stop_source stop;
  WaitOptions wait;
  wait.timeout = std::chrono::hours(1);
  ConnectionSettings settings{{{"host", "127.0.0.1"}, {"port", "1"}, {"user", "app"}}};
  auto waiting =
      std::async(std::launch::async, [&] { return connect_when_ready(settings, {}, wait, stop.get_token()); });
  stop.request_stop();
  const auto session = waiting.get();
  REQUIRE_FALSE(session.has_value());
  CHECK(session.error().code == "stopped");
}

}  // namespace
}  // namespace chandler::platform::postgres
