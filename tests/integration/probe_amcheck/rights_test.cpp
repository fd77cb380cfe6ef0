#include <catch2/catch_test_macros.hpp>

#include "platform/postgres/session.hpp"
#include "tests/integration/probe_amcheck/damaged.hpp"

namespace chandler::tests {
namespace {

using probe::Severity;

probe::RunOptions as_prober(PostgresServer& server) {
  auto settings = server.settings("postgres");
  settings.parameters["user"] = "prober";
  return options_for(settings, "amcheck");
}

TEST_CASE("without the extension the check says so, and makes it only when asked to") {
  PostgresServer server;
  probe::RunOptions options = options_for(server.settings("postgres"), "amcheck");
  CHECK(probe_by(options).one("amcheck.no_extension", "extension amcheck").remedy.contains("CREATE EXTENSION amcheck"));
  CHECK(probe_by(options).verdict == Severity::unchecked);
  options.check_options.create_extension = true;
  CHECK(probe_by(options).verdict == Severity::ok);
}

TEST_CASE("rights are named one by one, and no right on a table is wanted") {
  Damaged server;
  server.fill("dish", 100);
  server.sql(
      "DROP EXTENSION amcheck; CREATE SCHEMA \"the tools\"; CREATE EXTENSION amcheck SCHEMA \"the tools\"; "
      "CREATE ROLE prober LOGIN");
  const probe::RunOptions options = as_prober(server.server());
  Probed probed = probe_by(options);
  probed.one("amcheck.not_allowed", "schema \"the tools\"");

  server.sql("GRANT USAGE ON SCHEMA \"the tools\" TO prober");
  probed = probe_by(options);
  CHECK(probed.count("amcheck.not_allowed") == 2);

  server.sql("GRANT EXECUTE ON FUNCTION \"the tools\".bt_index_check(regclass, boolean) TO prober");
  probed = probe_by(options);
  REQUIRE(probed.count("amcheck.not_allowed") == 1);
  const probe::Finding& finding = probed.outcome.findings.front();
  CHECK(finding.object.contains("verify_heapam"));
  CHECK(figure(probed.outcome.figures, "checked_objects") > 0);

  // The remedy is one that can be copied.
  server.sql(finding.remedy);
  probed = probe_by(options);
  INFO(probed.text());
  CHECK(probed.verdict == Severity::ok);
  CHECK(probed.outcome.whole);
}

TEST_CASE("a table that somebody has locked is not waited for, and the others are looked into") {
  Damaged server;
  server.fill("dish", 100);
  server.fill("guest", 100);
  auto session = platform::postgres::Session::connect(server.server().settings("postgres"), {}, {});
  REQUIRE(session);
  REQUIRE(session->run("BEGIN; LOCK TABLE dish IN ACCESS EXCLUSIVE MODE"));
  probe::RunOptions options = options_for(server.server().settings("postgres"), "amcheck");
  options.lock_timeout = std::chrono::milliseconds(10);
  const Probed probed = probe_by(options);
  probed.one("amcheck.locked", "table public.dish");
  CHECK_FALSE(probed.outcome.whole);
  CHECK(probed.verdict == Severity::unchecked);
  CHECK(figure(probed.outcome.figures, "checked_objects") + static_cast<std::int64_t>(probed.count("amcheck.locked")) ==
        figure(probed.outcome.figures, "objects"));
}

}  // namespace
}  // namespace chandler::tests
