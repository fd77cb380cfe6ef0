#include <format>

#include <catch2/catch_test_macros.hpp>

#include "tests/integration/probe_amcheck/damaged.hpp"
#include "tests/support/child_process.hpp"

namespace chandler::tests {
namespace {

using probe::Severity;

std::string pgbench() {
  std::filesystem::path best;
  for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql")) {
    if (exists(entry.path() / "bin/pgbench")) best = std::max(best, entry.path() / "bin/pgbench");
  }
  return best.string();
}

TEST_CASE("no false alarm while others write, drop, reindex and vacuum") {
  if (pgbench().empty()) SKIP("no pgbench");
  Damaged server;
  const std::string uri = server.server().uri("postgres");
  REQUIRE(ChildProcess({pgbench(), "--initialize", "--quiet", "--scale=3", uri}).wait() == 0);
  const TemporaryFolder folder({{"ddl.sql",
                                 "CREATE TABLE IF NOT EXISTS passing (id int PRIMARY KEY, body text);\n"
                                 "INSERT INTO passing SELECT i, repeat('x', 3000) FROM generate_series(1, 200) i;\n"
                                 "REINDEX INDEX CONCURRENTLY pgbench_branches_pkey;\n"
                                 "VACUUM pgbench_branches;\n"
                                 "DROP TABLE passing;\n"}});
  ChildProcess writers({pgbench(), "--no-vacuum", "--client=4", "--time=600", uri});
  ChildProcess ddl({pgbench(), "--no-vacuum", "--client=1", "--time=600",
                    std::format("--file={}", (folder.path() / "ddl.sql").string()), uri});
  for (int round = 0; round < 15; ++round) {
    for (const std::string check : {"amcheck", "duplicates"}) {
      probe::RunOptions options = options_for(server.server().settings("postgres"), check);
      options.check_options.jobs = 1 + (round % 2);
      const Probed probed = probe_by(options);
      INFO(check << ", round " << round << '\n' << probed.text());
      // A relation may be locked just then; nothing may be said to be wrong.
      for (const probe::Finding& each : probed.outcome.findings) CHECK(each.id == check + ".locked");
      CHECK_FALSE(probed.error);
    }
  }
  CHECK(writers.running());
  CHECK(ddl.running());
}

}  // namespace
}  // namespace chandler::tests
