#include <format>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "tests/integration/probe_amcheck/damaged.hpp"

namespace chandler::tests {
namespace {

using probe::Severity;

// A line pointer (lp_off, lp_flags, lp_len) to 2,000 bytes of which only 8 are on the page.
std::string beyond_the_page() {
  const std::uint32_t pointer = 8184U | (1U << 15U) | (2000U << 17U);
  return {reinterpret_cast<const char*>(&pointer), sizeof pointer};
}

TEST_CASE("a healthy database is ok, and all of it was looked into") {
  Damaged server;
  server.fill("dish", 5000);
  const Probed probed = probe_by(server);
  INFO(probed.text());
  CHECK(probed.verdict == Severity::ok);
  CHECK(probed.outcome.whole);
  // What pg_amcheck looks into: every table, materialized view, TOAST, sequence, and every valid B-tree.
  const std::string all = server.sql(
      "SELECT count(*) FROM pg_class c LEFT JOIN pg_am a ON a.oid = relam WHERE relkind IN ('r', 'm', 't', 'S') OR "
      "relkind = 'i' AND amname = 'btree'");
  CHECK(std::to_string(figure(probed.outcome.figures, "checked_objects")) == all);
}

TEST_CASE("a line pointer that points nowhere is named by block and offset") {
  Damaged server;
  server.fill("dish", 5000);
  server.write("dish", 3, 24, beyond_the_page());
  const Probed probed = probe_by(server);
  const probe::Finding& finding = probed.one("amcheck.heap_corrupt", "table public.dish");
  CHECK(figure(finding.figures, "block") == 3);
  CHECK(figure(finding.figures, "offset") == 1);
  CHECK(finding.meaning.starts_with("block 3, offset 1: "));
  CHECK(probed.verdict == Severity::problem);
}

TEST_CASE("a transaction from the future is named by its tuple") {
  Damaged server;
  server.fill("dish", 5000);
  server.sql("UPDATE dish SET name = 'new' WHERE id = 1");
  const std::int64_t block = std::stoll(server.sql("SELECT (ctid::text::point)[0]::int FROM dish WHERE id = 1"));
  const int offset = std::stoi(server.sql("SELECT (ctid::text::point)[1]::int FROM dish WHERE id = 1"));
  // The tuple's first four bytes are its xmin.
  server.write("dish", block, server.tuple_at("dish", block, offset), std::string("\x00\x00\x00\x70", 4));
  const Probed probed = probe_by(server);
  INFO(probed.text());
  bool named = false;
  for (const probe::Finding& finding : probed.outcome.findings) {
    named = named || (finding.id == "amcheck.heap_corrupt" && finding.meaning.contains("xmin 1879048192") &&
                      figure(finding.figures, "block") == block && figure(finding.figures, "offset") == offset);
  }
  CHECK(named);
}

TEST_CASE("with checksums, blocks that cannot be read are named, and those between them are looked into") {
  Damaged server({"--data-checksums"});
  server.fill("dish", 20000);
  server.write("dish", 5, 24, "\xff\xff\xff\xff");
  server.write("dish", 9, 4000, "flipped");
  const Probed probed = probe_by(server);
  INFO(probed.text());
  REQUIRE(probed.count("amcheck.unreadable") == 2);
  std::vector<std::int64_t> blocks;
  for (const probe::Finding& each : probed.outcome.findings) {
    if (each.id == "amcheck.unreadable") blocks.push_back(figure(each.figures, "block"));
  }
  std::ranges::sort(blocks);
  CHECK(blocks == std::vector<std::int64_t>{5, 9});
}

TEST_CASE("an index whose page is wrong is named with the block") {
  const bool checksums = GENERATE(false, true);
  Damaged server(checksums ? std::vector<std::string>{"--data-checksums"} : std::vector<std::string>{});
  server.fill("dish", 20000);
  if (checksums) {
    server.write("dish_pkey", 4, 5000, "flipped");
  } else {
    server.zero("dish_pkey", 4);
  }
  const Probed probed = probe_by(server);
  const probe::Finding& finding = probed.one("amcheck.index_corrupt", "index public.dish_pkey");
  INFO(finding.meaning);
  CHECK(figure(finding.figures, "block") == 4);
  CHECK(finding.remedy.starts_with("REINDEX INDEX CONCURRENTLY public.dish_pkey"));
  // The other index and the table are whole.
  CHECK(probed.outcome.findings.size() == 1);
}

TEST_CASE("an index in whose file a key was changed is found out of order") {
  Damaged server;
  server.fill("dish", 20000);
  // The key of a leaf's second tuple, behind its 8 bytes of header.
  server.write("dish_pkey", 2, server.tuple_at("dish_pkey", 2, 3) + 8, std::string("\xff\xff\xff\x7f", 4));
  const Probed probed = probe_by(server);
  const probe::Finding& finding = probed.one("amcheck.index_corrupt", "index public.dish_pkey");
  CHECK(finding.meaning.contains("invariant violated"));
  CHECK(figure(finding.figures, "block") == 2);
}

TEST_CASE("an index whose file is gone is named") {
  Damaged server;
  server.fill("dish", 1000);
  server.remove_file("dish_name");
  CHECK(probe_by(server)
            .one("amcheck.index_corrupt", "index public.dish_name")
            .meaning.contains("lacks a main relation fork"));
}

TEST_CASE("an index that lost entries is named with the row that it lacks") {
  Damaged server;
  server.fill("dish", 1000);
  server.sql("UPDATE pg_index SET indisready = false WHERE indexrelid = 'dish_name'::regclass");
  server.sql("INSERT INTO dish VALUES (1001, 'missing')");
  server.sql("UPDATE pg_index SET indisready = true WHERE indexrelid = 'dish_name'::regclass");
  const std::string block = server.sql("SELECT (ctid::text::point)[0]::int FROM dish WHERE id = 1001");
  const std::string offset = server.sql("SELECT (ctid::text::point)[1]::int FROM dish WHERE id = 1001");
  const Probed probed = probe_by(server);
  const probe::Finding& finding = probed.one("amcheck.index_lacks_rows", "index public.dish_name");
  CHECK(std::to_string(figure(finding.figures, "table_block")) == block);
  CHECK(std::to_string(figure(finding.figures, "table_offset")) == offset);
  CHECK(probed.outcome.findings.size() == 1);
}

TEST_CASE("a TOAST chunk that is gone is named by the row and the column that want it") {
  Damaged server;
  server.sql(
      "CREATE TABLE recipe (id int, body text); ALTER TABLE recipe ALTER body SET STORAGE EXTERNAL; "
      "INSERT INTO recipe SELECT i, repeat('cook ', 4000) FROM generate_series(1, 3) i");
  const std::string toast = server.sql("SELECT reltoastrelid::regclass FROM pg_class WHERE relname = 'recipe'");
  const std::string chunk =
      server.sql(std::format("SELECT ctid FROM {} ORDER BY chunk_id, chunk_seq OFFSET 2 LIMIT 1", toast));
  server.sql(std::format("SELECT heap_force_kill('{}', ARRAY['{}'::tid])", toast, chunk));
  const Probed probed = probe_by(server);
  const probe::Finding& finding = probed.one("amcheck.heap_corrupt", "table public.recipe");
  INFO(finding.meaning);
  CHECK(finding.meaning.contains("attribute 2 (body)"));
  CHECK(finding.meaning.contains("toast value"));
  CHECK(figure(finding.figures, "offset") == 1);
}

TEST_CASE("a materialized view is looked into, too") {
  Damaged server;
  server.fill("dish", 5000);
  server.sql("CREATE MATERIALIZED VIEW menu AS SELECT * FROM dish");
  server.write("menu", 1, 24, beyond_the_page());
  CHECK(figure(probe_by(server).one("amcheck.heap_corrupt", "materialized view public.menu").figures, "block") == 1);
}

TEST_CASE("two connections find what one finds") {
  Damaged server({"--data-checksums"});
  server.fill("dish", 200'000);
  server.write("dish", 700, 4000, "flipped");
  server.write("dish_name", 9, 4000, "flipped");
  probe::RunOptions options = options_for(server.server().settings("postgres"), "amcheck");
  options.check_options.jobs = 2;
  const Probed probed = probe_by(options);
  CHECK(figure(probed.one("amcheck.unreadable", "table public.dish").figures, "block") == 700);
  CHECK(figure(probed.one("amcheck.index_corrupt", "index public.dish_name").figures, "block") == 9);
}

}  // namespace
}  // namespace chandler::tests
