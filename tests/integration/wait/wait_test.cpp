#include "init/wait/wait.hpp"

#include <cstdlib>
#include <filesystem>
#include <format>
#include <fstream>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "tests/support/places.hpp"
#include "tests/support/postgres_server.hpp"

namespace chandler::wait {
namespace {

using tests::PostgresServer;

TEST_CASE("the database is ready when it lets us in") {
  Options options;
  options.surroundings.database = PostgresServer::shared().new_database();
  const std::vector<std::string> what{"database"};
  CHECK(wait_for_all(what, options, {}).has_value());
}

TEST_CASE("a database that will never let us in is not waited for") {
  Options options{.timeout = std::chrono::hours(1)};
  options.surroundings.database = PostgresServer::shared().settings("no_such_database");
  const std::vector<std::string> what{"database"};
  const auto waited = wait_for_all(what, options, {});
  REQUIRE_FALSE(waited.has_value());
  CHECK(waited.error().code == "database.refused");
  CHECK(waited.error().outcome == core::Outcome::problem);
}

TEST_CASE("a database that starts later is waited for, after its port") {
  PostgresServer server;
  server.stop();
  Options options{.timeout = std::chrono::seconds(60), .first_pause = std::chrono::milliseconds(10)};
  options.surroundings.database = server.settings("postgres");
  const std::vector<std::string> what{std::format("tcp:127.0.0.1:{}", server.port()), "database"};
  auto short_wait = options;
  short_wait.timeout = std::chrono::milliseconds(50);
  CHECK_FALSE(wait_for_all(what, short_wait, {}).has_value());
  server.start();
  CHECK(wait_for_all(what, options, {}).has_value());
}

TEST_CASE("the program tells by exit code and report how it ended") {
  const std::string report =
      (std::filesystem::temp_directory_path() / std::format("chandler-wait-{}.json", getpid())).string();
  const auto run = [&](const std::string& flags) {
    const std::string line =
        std::format("{} wait {} --report {} 2>/dev/null", tests::chandler_program(), flags, report);
    return WEXITSTATUS(std::system(line.c_str()));
  };
  const auto outcome = [&] { return nlohmann::json::parse(std::ifstream(report)).at("outcome").get<std::string>(); };
  PostgresServer& server = PostgresServer::shared();
  CHECK(run(std::format("--for tcp:127.0.0.1:{},database --database {}", server.port(), server.uri("postgres"))) == 0);
  CHECK(outcome() == "done");
  CHECK(run("--for tcp:127.0.0.1:1 --timeout 50ms") == 1);
  CHECK(outcome() == "could_not");
  CHECK(run(std::format("--for database --database {}", server.uri("no_such_database"))) == 2);
  CHECK(outcome() == "problem");
  CHECK(run("--for redis:x") == 64);
  CHECK(run("--for database --timeout soon") == 64);
  CHECK(run("") == 64);
  std::filesystem::remove(report);
}

}  // namespace
}  // namespace chandler::wait
