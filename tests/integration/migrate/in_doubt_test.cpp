#include <string>

#include <catch2/catch_test_macros.hpp>

#include "tests/integration/migrate/database.hpp"
#include "tests/support/cutting_proxy.hpp"
#include "tests/support/postgres_server.hpp"

namespace chandler::migrate {
namespace {

using tests::CuttingProxy;
using tests::Database;

// Without a look at the history, both would be wrong: to repeat (two rows), and to go on (none).
TEST_CASE("when the answer to COMMIT is lost the history decides") {
  const TemporaryFolder folder({{"1_a.up.sql", "CREATE TABLE a(x int);"},
                                {"2_b.up.sql", "INSERT INTO a /* doubtful */ VALUES (1);"},
                                {"3_c.up.sql", "INSERT INTO a SELECT 10 + count(*) FROM a;"}});
  Database database;
  CuttingProxy proxy(tests::PostgresServer::shared().port(), "doubtful");
  Summary summary;
  const auto done = database.migrate(
      folder, summary, [&](Options& options) { options.database.parameters["port"] = std::to_string(proxy.port()); });
  if (!done) FAIL(core::describe(done.error()));
  CHECK(proxy.cuts() == 1);
  CHECK(database.value("SELECT string_agg(x::text, ',' ORDER BY x) FROM a") == "1,11");
  CHECK(summary.applied == 3);
  CHECK(summary.pending == 0);
}

}  // namespace
}  // namespace chandler::migrate
