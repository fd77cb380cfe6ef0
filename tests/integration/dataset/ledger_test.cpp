#include "dataset/ledger/ledger.hpp"

#include <nlohmann/json.hpp>

#include "tests/integration/dataset/fixture.hpp"

namespace chandler::dataset {
namespace {

constexpr std::string_view latest = " FROM chandler.dataset_load ORDER BY id DESC LIMIT 1";

TEST_CASE_METHOD(Fixture, "the ledger tells what was loaded, when and from what") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  write("t.csv", "id,v\n1,a\n2,b\n");
  load_one();
  CHECK(
      value("SELECT concat_ws('|', data_set, source, rows_read, inserted, updated, deleted, rejected, outcome, error)" +
            std::string(latest)) == "public.t|t.csv|2|2|0|0|0|loaded");
  CHECK(value("SELECT hash" + std::string(latest)) ==
        "b5dccbd508bffd775a0ead9a1d4f398ecdb581e3ad27281047d0119b89c09a7d");
  CHECK(value("SELECT finished >= started AND finished > now() - interval '1 minute'" + std::string(latest)) == "t");
}

TEST_CASE_METHOD(Fixture, "an unchanged file writes nothing at all") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  write("t.csv", "id,v\n1,a\n");
  load_one();
  const std::string transaction = value("SELECT pg_current_xact_id()::text::bigint + 1");
  CHECK(load_one().action == Action::unchanged);
  CHECK(value("SELECT pg_current_xact_id()") == transaction);
  CHECK(value("SELECT count(*) FROM chandler.dataset_load") == "1");
}

TEST_CASE_METHOD(Fixture, "a table that lost its rows or was made anew is loaded again") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  write("t.csv", "id,v\n1,a\n");
  load_one();
  SECTION("truncated") {
    run("TRUNCATE t");
  }
  SECTION("truncated and filled by somebody else") {
    run("TRUNCATE t; INSERT INTO t VALUES (5, 'x')");
  }
  SECTION("emptied") {
    run("DELETE FROM t");
  }
  SECTION("made anew") {
    run("DROP TABLE t; CREATE TABLE t(id int PRIMARY KEY, v text)");
  }
  CHECK(load_one().counts.inserted == 1);
  CHECK(load_one().action == Action::unchanged);
}

TEST_CASE_METHOD(Fixture, "a row that the app deleted stays away until the file changes") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  write("t.csv", "id,v\n1,a\n2,b\n");
  load_one();
  run("DELETE FROM t WHERE id = 1");
  CHECK(load_one().action == Action::unchanged);
  write("t.csv", "id,v\n1,a\n2,c\n");
  const auto result = load_one();
  CHECK(result.counts.inserted == 1);
  CHECK(result.counts.updated == 1);
}

TEST_CASE_METHOD(Fixture, "an older content comes back when its file does") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  write("t.csv", "id,v\n1,a\n");
  load_one();
  write("t.csv", "id,v\n1,b\n");
  load_one();
  write("t.csv", "id,v\n1,a\n");
  CHECK(load_one().counts.updated == 1);
  CHECK(value("SELECT v FROM t") == "a");
}

TEST_CASE_METHOD(Fixture, "a failure is noted once for each content, and does not hide the last load") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  write("t.csv", "id,v\n1,a\n");
  load_one();
  const std::string good = "id,v\n1,a\n";
  write("t.csv", "id,v\nx,a\n");
  failure();
  failure();
  CHECK(value("SELECT count(*) FROM chandler.dataset_load WHERE outcome = 'failed'") == "1");
  CHECK(value("SELECT error" + std::string(latest)).contains("t.csv:2, column id: \"x\""));
  write("t.csv", good);
  CHECK(load_one().action == Action::unchanged);
}

TEST_CASE_METHOD(Fixture, "an empty data set is remembered too") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  write("t.csv", "id,v\n");
  CHECK(load_one().counts.read == 0);
  CHECK(load_one().action == Action::unchanged);
}

TEST_CASE_METHOD(Fixture, "a role that may not make the ledger is told what to grant") {
  run("CREATE TABLE t(id int PRIMARY KEY)");
  run("DO $$ BEGIN CREATE ROLE plain LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$; GRANT ALL ON t TO "
      "plain");
  write("t.csv", "id\n1\n");
  Options as_plain = options();
  as_plain.database.parameters["user"] = "plain";
  const auto refused = bring(as_plain, {});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "load.no_ledger");
  CHECK(refused.error().hint.contains("GRANT CREATE ON DATABASE"));
}

}  // namespace
}  // namespace chandler::dataset
