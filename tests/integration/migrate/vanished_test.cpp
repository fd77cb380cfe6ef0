#include <chrono>
#include <format>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "tests/integration/migrate/database.hpp"
#include "tests/support/cutting_proxy.hpp"
#include "tests/support/postgres_server.hpp"

namespace chandler::migrate {
namespace {

using tests::CuttingProxy;
using tests::Database;

// Through the proxy, each end noticing within seconds that the other is gone.
core::Expected<void> migrate_through(const CuttingProxy& proxy, Database& database, const TemporaryFolder& folder,
                                     Summary& summary) {
  return database.migrate(folder, summary, [&](Options& options) {
    auto& parameters = options.database.parameters;
    parameters["port"] = std::to_string(proxy.port());
    parameters["keepalives_idle"] = "1";
    parameters["keepalives_interval"] = "1";
    parameters["keepalives_count"] = "2";
    parameters["tcp_user_timeout"] = "3000";
    options.patience = std::chrono::seconds(30);  // with a server that does not notice
  });
}

TEST_CASE("a connection that falls silent while rows are sent is given up by both ends, and the run goes on") {
  constexpr int rows = 200'000;
  std::string copy = "COPY a FROM stdin;\n-1\n";
  for (int i = 2; i <= rows; ++i) copy += std::format("{}\n", i);
  const TemporaryFolder folder({{"1_a.up.sql", "CREATE TABLE a(x int);"}, {"2_b.up.sql", copy + "\\.\n"}});
  Database database;
  CuttingProxy proxy(tests::PostgresServer::shared().port(), "-1\n2\n3\n", CuttingProxy::Cut::silently);
  Summary summary;
  const auto done = migrate_through(proxy, database, folder, summary);
  if (!done) FAIL(core::describe(done.error()));
  CHECK(proxy.cuts() == 1);
  CHECK(database.value("SELECT version || ' ' || dirty FROM schema_migrations") == "2 false");
  CHECK(database.value("SELECT count(*) FROM a") == std::to_string(rows));
  CHECK(summary.applied == 2);
}

// The server carries the statement out and commits; only then does it learn that nobody listens.
TEST_CASE("a connection that falls silent while a statement runs is given up, and the history decides") {
  const TemporaryFolder folder({{"1_a.up.sql", "CREATE TABLE a(x int);"},
                                {"2_b.up.sql", "INSERT INTO a /* vanishes */ VALUES (1); SELECT pg_sleep(1);"},
                                {"3_c.up.sql", "INSERT INTO a SELECT 10 + count(*) FROM a;"}});
  Database database;
  CuttingProxy proxy(tests::PostgresServer::shared().port(), "vanishes", CuttingProxy::Cut::silently);
  Summary summary;
  const auto done = migrate_through(proxy, database, folder, summary);
  if (!done) FAIL(core::describe(done.error()));
  CHECK(proxy.cuts() == 1);
  CHECK(database.value("SELECT string_agg(x::text, ',' ORDER BY x) FROM a") == "1,11");
  CHECK(summary.applied == 3);
}

}  // namespace
}  // namespace chandler::migrate
