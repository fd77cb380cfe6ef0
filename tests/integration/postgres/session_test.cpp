#include "platform/postgres/session.hpp"

#include <future>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "tests/support/postgres_server.hpp"

namespace chandler::platform::postgres {
namespace {

using tests::PostgresServer;

Session connect(const ConnectionSettings& settings, const std::stop_token& stop = {}) {
  auto session = Session::connect(settings, {}, stop);
  if (!session) FAIL(session.error().message);
  return std::move(*session);
}

// Waits until the statement of `watched` is running on the server.
void await_running(int watched) {
  Session observer = connect(PostgresServer::shared().settings("postgres"));
  for (int tries = 0; tries < 2000; ++tries) {
    const auto state =
        observer.query("SELECT state = 'active' FROM pg_stat_activity WHERE pid = $1::int", {std::to_string(watched)});
    REQUIRE(state.has_value());
    if (state->rows() == 1 && state->boolean(0, 0)) return;
    observer.query("SELECT pg_sleep(0.005)");
  }
  FAIL("the statement never ran");
}

TEST_CASE("a query carries parameters and NULLs both ways") {
  Session session = connect(PostgresServer::shared().new_database());
  const auto answer =
      session.query("SELECT $1::text, $2::int + 1, $3::text IS NULL, NULL", {"it's", "41", std::nullopt});
  REQUIRE(answer.has_value());
  CHECK(answer->text(0, 0) == "it's");
  CHECK(answer->integer(0, 1) == 42);
  CHECK(answer->boolean(0, 2));
  CHECK(answer->is_null(0, 3));
}

TEST_CASE("an error carries the server's fields and the position in the text that was sent") {
  Session session = connect(PostgresServer::shared().new_database());
  const auto answer = session.run("SELECT 1;\nSELECT nowhere");
  REQUIRE_FALSE(answer.has_value());
  CHECK(answer.error().is("42703"));
  CHECK(answer.error().position == 18);
  CHECK_FALSE(answer.error().connection_lost);
  CHECK(outcome_of(answer.error()) == core::Outcome::problem);
  CHECK(session.query("SELECT 1").has_value());
}

TEST_CASE("a stop cancels the running statement on the server, and the session lives on") {
  std::stop_source stop;
  Session session = connect(PostgresServer::shared().new_database(), stop.get_token());
  const int pid = session.backend_pid();
  auto sleeping = std::async(std::launch::async, [&] { return session.run("SELECT pg_sleep(600)"); });
  await_running(pid);
  stop.request_stop();
  const auto answer = sleeping.get();
  REQUIRE_FALSE(answer.has_value());
  CHECK(answer.error().stopped);
  CHECK(answer.error().is("57014"));
  CHECK(outcome_of(answer.error()) == core::Outcome::could_not);
  CHECK(session.alive());
}

TEST_CASE("a terminated backend is told as a lost connection") {
  PostgresServer& server = PostgresServer::shared();
  Session session = connect(server.new_database());
  Session killer = connect(server.settings("postgres"));
  REQUIRE(killer.query("SELECT pg_terminate_backend($1::int)", {std::to_string(session.backend_pid())}).has_value());
  const auto answer = session.run("SELECT pg_sleep(600)");
  REQUIRE_FALSE(answer.has_value());
  CHECK(answer.error().connection_lost);
  CHECK(outcome_of(answer.error()) == core::Outcome::could_not);
  CHECK_FALSE(session.alive());
}

TEST_CASE("COPY takes data in any pieces and counts the rows") {
  Session session = connect(PostgresServer::shared().new_database());
  REQUIRE(session.run("CREATE TABLE t(a int, b text)").has_value());
  REQUIRE(session.copy_begin("COPY t FROM STDIN (FORMAT csv)").has_value());
  std::string data;
  for (int row = 0; row < 50'000; ++row) data += std::to_string(row) + ",\"a \"\"quoted\"\" text\nof two lines\"\n";
  for (std::size_t at = 0; at < data.size(); at += 77'777)
    REQUIRE(session.copy_write(data.substr(at, 77'777)).has_value());
  const auto copied = session.copy_end();
  REQUIRE(copied.has_value());
  CHECK(*copied == 50'000);
}

TEST_CASE("a bad row ends COPY with its line in the context, and nothing is kept") {
  Session session = connect(PostgresServer::shared().new_database());
  REQUIRE(session.run("CREATE TABLE t(a int)").has_value());
  REQUIRE(session.copy_begin("COPY t FROM STDIN (FORMAT csv)").has_value());
  REQUIRE(session.copy_write("1\n2\nthree\n").has_value());
  const auto copied = session.copy_end();
  REQUIRE_FALSE(copied.has_value());
  CHECK(copied.error().is("22P02"));
  CHECK(copied.error().context.contains("line 3, column a"));
  CHECK(session.query("SELECT count(*) FROM t")->integer(0, 0) == 0);
}

TEST_CASE("a COPY that is given up leaves nothing, and the session is usable") {
  Session session = connect(PostgresServer::shared().new_database());
  REQUIRE(session.run("CREATE TABLE t(a int)").has_value());
  REQUIRE(session.copy_begin("COPY t FROM STDIN (FORMAT csv)").has_value());
  REQUIRE(session.copy_write("1\n").has_value());
  CHECK(session.copy_abort("changed my mind").message.contains("changed my mind"));
  CHECK(session.query("SELECT count(*) FROM t")->integer(0, 0) == 0);
}

TEST_CASE("notices reach the receiver with their severity") {
  std::vector<std::string> heard;
  SessionOptions options;
  options.on_notice = [&](std::string_view severity, std::string_view message) {
    heard.push_back(std::string(severity) + ": " + std::string(message));
  };
  auto session = Session::connect(PostgresServer::shared().new_database(), options, {});
  REQUIRE(session.has_value());
  REQUIRE(session->run("DO $$ BEGIN RAISE WARNING 'careful'; END $$").has_value());
  CHECK(heard == std::vector<std::string>{"WARNING: careful"});
}

}  // namespace
}  // namespace chandler::platform::postgres
