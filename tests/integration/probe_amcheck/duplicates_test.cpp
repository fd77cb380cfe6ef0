#include <catch2/catch_test_macros.hpp>

#include "tests/integration/probe_amcheck/damaged.hpp"

namespace chandler::tests {
namespace {

using probe::Severity;

// The index holds both entries, so that it is whole for amcheck.
void store_twice(Damaged& server, const std::string& index, const std::string& insert) {
  server.sql("UPDATE pg_index SET indisunique = false WHERE indexrelid = '" + index + "'::regclass");
  server.sql(insert);
  server.sql("UPDATE pg_index SET indisunique = true WHERE indexrelid = '" + index + "'::regclass");
}

TEST_CASE("a value that stands twice is named with both rows, which amcheck does not see") {
  Damaged server;
  server.fill("dish", 1000);
  store_twice(server, "dish_pkey", "INSERT INTO dish VALUES (7, 'again')");
  const std::string ctid = server.sql(
      "SET enable_indexscan = off; SET enable_bitmapscan = off; "
      "SELECT ctid FROM dish WHERE name = 'again'");
  const Probed probed = probe_by(server, "duplicates");
  const probe::Finding& finding = probed.one("duplicates.key", "index public.dish_pkey");
  CHECK(figure(finding.figures, "rows") == 2);
  CHECK(finding.meaning.starts_with("(id) = (7) stands in 2 rows of public.dish"));
  CHECK(finding.remedy.contains(ctid));
  CHECK(probed.outcome.findings.size() == 1);
  CHECK(probe_by(server).verdict == Severity::ok);
}

TEST_CASE("expressions, predicates, collations, NULL and INCLUDE are the index's own") {
  Damaged server;
  server.sql(
      "CREATE TABLE guest (name text, town text, note text, gone boolean); "
      "CREATE UNIQUE INDEX guest_name ON guest (lower(name), town) INCLUDE (note) WHERE NOT gone; "
      "INSERT INTO guest VALUES ('Ann', NULL, 'a', false), ('ANN', NULL, 'b', false), ('Bob', 'Rome', 'a', false), "
      "('bob', 'Rome', 'b', true)");
  CHECK(probe_by(server, "duplicates").verdict == Severity::ok);
  store_twice(server, "guest_name", "INSERT INTO guest VALUES ('BOB', 'Rome', 'c', false)");
  const Probed probed = probe_by(server, "duplicates");
  CHECK(probed.one("duplicates.key", "index public.guest_name").meaning.contains("(bob, Rome)"));
}

TEST_CASE("NULL equals NULL where the index says so") {
  Damaged server;
  if (std::stoi(server.sql("SHOW server_version_num")) < 150000) SKIP("NULLS NOT DISTINCT came with 15");
  server.sql(
      "CREATE TABLE seat (place int); CREATE UNIQUE INDEX seat_place ON seat (place) NULLS NOT DISTINCT; "
      "INSERT INTO seat VALUES (NULL)");
  CHECK(probe_by(server, "duplicates").verdict == Severity::ok);
  store_twice(server, "seat_place", "INSERT INTO seat VALUES (NULL)");
  CHECK(probe_by(server, "duplicates").one("duplicates.key", "index public.seat_place").meaning.contains("NULL"));
}

TEST_CASE("a page of a table that was zeroed is seen by the rows that are missing, which amcheck does not see") {
  Damaged server;
  server.fill("dish", 5000);
  server.zero("dish", 2);
  CHECK(probe_by(server).verdict == Severity::ok);
  const Probed probed = probe_by(server, "duplicates");
  const probe::Finding& finding = probed.one("duplicates.rows_lost", "table public.dish");
  CHECK(figure(finding.figures, "rows_by_index") == 5000);
  CHECK(figure(finding.figures, "rows_in_table") < 5000);
}

TEST_CASE("an index that lacks rows is seen by their number") {
  Damaged server;
  server.fill("dish", 1000);
  server.sql("UPDATE pg_index SET indisready = false WHERE indexrelid = 'dish_pkey'::regclass");
  server.sql("INSERT INTO dish VALUES (1001, 'missing')");
  server.sql("UPDATE pg_index SET indisready = true WHERE indexrelid = 'dish_pkey'::regclass");
  server.sql("VACUUM dish");
  CHECK(probe_by(server, "duplicates").one("duplicates.index_lacks_rows", "table public.dish").severity ==
        Severity::problem);
}

TEST_CASE("where SELECT lacks, the table and the right are named") {
  Damaged server;
  server.fill("dish", 10);
  server.sql("CREATE ROLE prober LOGIN");
  auto settings = server.server().settings("postgres");
  settings.parameters["user"] = "prober";
  Probed probed = probe_by(options_for(settings, "duplicates"));
  CHECK(
      probed.one("duplicates.not_allowed", "index public.dish_pkey").remedy.starts_with("GRANT SELECT ON public.dish"));
  CHECK(probed.verdict == Severity::unchecked);
  server.sql("GRANT SELECT ON dish TO prober");
  CHECK(probe_by(options_for(settings, "duplicates")).verdict == Severity::ok);
  server.sql("ALTER TABLE dish ENABLE ROW LEVEL SECURITY");
  probed = probe_by(options_for(settings, "duplicates"));
  CHECK(probed.one("duplicates.not_allowed", "index public.dish_pkey").meaning.contains("row-level security"));
}

}  // namespace
}  // namespace chandler::tests
