#include <format>
#include <fstream>
#include <iterator>

#include <catch2/catch_test_macros.hpp>

#include "tests/integration/migrate/database.hpp"
#include "tests/integration/migrate/program.hpp"
#include "tests/support/postgres_server.hpp"

namespace chandler::migrate {
namespace {

using tests::Database;
using tests::PostgresServer;
using tests::Program;

const TemporaryFolder& one_file() {
  static const TemporaryFolder folder({{"V1__a.sql", "CREATE TABLE a(x int);"}});
  return folder;
}

struct Ended {
  int code;
  std::string output;
};

Ended run(const std::filesystem::path& source, const std::string& uri, const std::vector<std::string>& more = {}) {
  Program program(source, uri, more);
  const int code = program.wait();
  return {code, program.output()};
}

TEST_CASE("a wrong password is a problem, and is never shown") {
  PostgresServer server({"password_encryption = 'scram-sha-256'"});
  {
    auto admin = platform::postgres::Session::connect(server.settings("postgres"), {}, {});
    REQUIRE(admin.has_value());
    REQUIRE(admin->run("CREATE ROLE app LOGIN PASSWORD 'right'").has_value());
  }
  std::ofstream(server.folder() / "data" / "pg_hba.conf")
      << "host all app 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n";
  server.stop();
  server.start();
  const std::string uri = std::format("postgresql://app:hunter2@127.0.0.1:{}/postgres", server.port());
  const Ended ended = run(one_file().path(), uri, {"--wait=60"});
  CHECK(ended.code == 2);
  CHECK(ended.output.contains("28P01"));
  CHECK(ended.output.contains("app@127.0.0.1"));
  CHECK_FALSE(ended.output.contains("hunter2"));
}

TEST_CASE("a missing database is a problem, an absent server may come back") {
  const Ended missing = run(one_file().path(), PostgresServer::shared().uri("nowhere"));
  CHECK(missing.code == 2);
  CHECK(missing.output.contains("3D000"));
  const Ended absent = run(one_file().path(), "postgresql://postgres:hunter2@127.0.0.1:1/x");
  CHECK(absent.code == 1);
  CHECK(absent.output.contains("database.unreachable"));
  CHECK_FALSE(absent.output.contains("hunter2"));
}

TEST_CASE("the flag --wait outlasts a server that is not up yet") {
  PostgresServer server;
  server.stop();
  Program program(one_file().path(), server.uri("postgres"), {"--wait"});
  server.start();
  const int code = program.wait();
  INFO(program.output());
  CHECK(code == 0);
}

TEST_CASE("the flag --wait-for is waited for first, and bounded by --wait") {
  const Ended ended = run(one_file().path(), Database().uri(), {"--wait-for", "tcp:127.0.0.1:1", "--wait=1"});
  CHECK(ended.code == 1);
  CHECK(ended.output.contains("wait.timeout"));
  const std::string reachable = std::format("tcp:127.0.0.1:{}", PostgresServer::shared().port());
  CHECK(run(one_file().path(), Database().uri(), {"--wait-for", reachable, "--wait-for", "database"}).code == 0);
}

TEST_CASE("a missing or empty source is a problem, never nothing to do") {
  const TemporaryFolder empty;
  CHECK(run(empty.path(), Database().uri()).code == 2);
  CHECK(run(empty.path() / "nowhere", Database().uri()).code == 2);
}

TEST_CASE("wrong usage is 64") {
  CHECK(run(one_file().path(), Database().uri(), {"--layout", "rails"}).code == 64);
  CHECK(run(one_file().path(), Database().uri(), {"--lock-timeout", "soon"}).code == 64);
  CHECK(run(one_file().path(), Database().uri(), {"--lint", "perhaps"}).code == 64);
  CHECK(run(one_file().path(), Database().uri(), {"--on-ahead", "perhaps"}).code == 64);
}

TEST_CASE("the report is short, and says how it ended") {
  const TemporaryFolder folder(
      {{"V1__a.sql", "CREATE TABLE a(x int);"}, {"V2__b.sql", "SELECT '" + std::string(3000, 'x') + "'::int;"}});
  const std::filesystem::path report = folder.path() / "..report";
  const Ended ended = run(folder.path(), Database().uri(), {"--report", report.string()});
  CHECK(ended.code == 2);
  std::ifstream in(report);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  CHECK(text.size() <= 1024);
  CHECK(text.starts_with(R"({"tool":"migrate","outcome":"problem",)"));
  CHECK(text.contains(R"("to":"1","applied":1,"pending":1)"));
  CHECK(text.contains("V2__b.sql:1:8"));
}

TEST_CASE("an environment variable stands for each flag") {
  Database database;
  setenv("CHANDLER_DRY_RUN", "true", 1);
  const Ended ended = run(one_file().path(), database.uri());
  unsetenv("CHANDLER_DRY_RUN");
  CHECK(ended.code == 0);
  CHECK(ended.output.contains("1 pending"));
  CHECK(database.value("SELECT to_regclass('a') IS NULL") == "t");
}

}  // namespace
}  // namespace chandler::migrate
