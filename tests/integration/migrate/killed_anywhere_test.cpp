#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <format>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "tests/integration/migrate/database.hpp"
#include "tests/integration/migrate/program.hpp"
#include "tests/support/eventually.hpp"

namespace chandler::migrate {
namespace {

using tests::Database;
using tests::Program;

struct Tool {
  std::string_view name;
  std::string_view history;
  std::string (*file)(int number);
  std::string_view head;          // of each file
  std::string_view head_outside;  // of one that cannot run in a transaction
};

const std::vector<Tool>& tools() {
  static const std::vector<Tool> all{
      {"flyway", "flyway_schema_history", [](int n) { return std::format("V{}__step.sql", n); }, "", ""},
      {"golang-migrate", "schema_migrations", [](int n) { return std::format("{:04}_step.up.sql", n); }, "", ""},
      {"goose", "goose_db_version", [](int n) { return std::format("{:05}_step.sql", n); }, "-- +goose Up\n",
       "-- +goose NO TRANSACTION\n-- +goose Up\n"},
      {"dbmate", "schema_migrations", [](int n) { return std::format("{:04}_step.sql", n); }, "-- migrate:up\n",
       "-- migrate:up transaction:false\n"},
      {"sqlx", "_sqlx_migrations", [](int n) { return std::format("{:04}_step.sql", n); }, "", "-- no-transaction\n"}};
  return all;
}

constexpr int files = 16;

// Tables with rows, and after every third an index built, or built anew, outside any transaction.
void write_files(const TemporaryFolder& folder, const Tool& tool) {
  for (int n = 1; n <= files; ++n) {
    std::string sql =
        std::format("{0}CREATE TABLE t{1}(x int);\nINSERT INTO t{1} SELECT generate_series(1, 3000);\n", tool.head, n);
    if (n % 4 == 0) sql = std::format("{}CREATE INDEX CONCURRENTLY i{} ON t{}(x);\n", tool.head_outside, n, n - 1);
    if (n % 8 == 0) sql = std::format("{}REINDEX INDEX CONCURRENTLY i{};\n", tool.head_outside, n - 4);
    folder.write(tool.file(n), sql);
  }
}

// Everything but the times.
std::string picture(Database& database, const Tool& tool) {
  return database.value(std::format(
      "SELECT concat_ws(E'\\n', (SELECT string_agg((to_jsonb(h) - 'installed_on' - 'execution_time' - 'tstamp' - "
      "'applied_at')::text, ' ' ORDER BY to_jsonb(h) ->> 'id', to_jsonb(h)::text) FROM {} h), "
      "(SELECT string_agg(concat_ws(' ', c.relname, c.relkind, i.indisvalid), ', ' ORDER BY c.relname) FROM pg_class c "
      "LEFT JOIN pg_index i ON i.indexrelid = c.oid WHERE c.relnamespace = 'public'::regnamespace), "
      "(SELECT string_agg(concat(relname, ' ', (xpath('/row/c/text()', query_to_xml('SELECT count(*) AS c FROM ' || "
      "relname, false, true, '')))[1]), ', ' ORDER BY relname) FROM pg_class WHERE relname ~ '^t[0-9]+$'))",
      tool.history));
}

int kills_wanted() {
  const char* wanted = std::getenv("CHANDLER_TEST_KILLS");  // for each tool
  return wanted == nullptr ? 20 : std::atoi(wanted);
}

class Killer {
 public:
  // `whole`: how long a run takes that nobody kills, which a sanitizer makes many times longer.
  Killer(const TemporaryFolder& folder, const Tool& tool, std::chrono::steady_clock::duration whole)
      : folder_(folder), tool_(tool), longest_(std::chrono::duration_cast<std::chrono::microseconds>(whole)) {}

  // Runs until a run ends by itself; every other is killed at a random instant. How many were.
  int migrate(Database& database) {
    const std::vector<std::string> layout{"--layout", std::string(tool_.name)};
    std::uniform_int_distribution<std::int64_t> instant(1, longest_.count());
    for (int kills = 0;; ++kills) {
      Program run(folder_.path(), database.uri(), layout);
      const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds(instant(random_));
      REQUIRE(tests::eventually([&] { return !run.running() || std::chrono::steady_clock::now() >= until; }));
      run.send(SIGKILL);
      const int code = run.wait();
      CAPTURE(tool_.name, run.output());
      if (code == 0) return kills;
      REQUIRE(code == 128 + SIGKILL);
    }
  }

 private:
  const TemporaryFolder& folder_;
  const Tool& tool_;
  std::chrono::microseconds longest_;
  std::mt19937 random_{std::random_device{}()};
};

TEST_CASE("killed at any instant, under every layout, the next runs end with the same schema and history") {
  const Tool& tool = tools()[GENERATE(range(0UZ, tools().size()))];
  const TemporaryFolder folder;
  write_files(folder, tool);
  Database whole;
  const auto began = std::chrono::steady_clock::now();
  {
    Program run(folder.path(), whole.uri(), {"--layout", std::string(tool.name)});
    const int code = run.wait();
    CAPTURE(tool.name, run.output());
    REQUIRE(code == 0);
  }
  const auto took = std::chrono::steady_clock::now() - began;
  const std::string wanted = picture(whole, tool);
  REQUIRE(wanted.contains("i4 i t"));
  Killer killer(folder, tool, took);
  for (int kills = 0; kills < kills_wanted();) {
    Database database;
    const int seen = killer.migrate(database);
    CAPTURE(tool.name);
    CHECK(picture(database, tool) == wanted);
    kills += std::max(seen, 1);
  }
}

}  // namespace
}  // namespace chandler::migrate
