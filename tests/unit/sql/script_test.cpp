#include "sql/script.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch_test_macros.hpp>

namespace chandler::sql {
namespace {

// The text has to outlive the script.
Script script(std::string_view text) {
  auto out = analyse(text);
  if (!out) FAIL(core::describe(out.error()));
  return *std::move(out);
}

TEST_CASE("plain statements run in one transaction") {
  CHECK(script("CREATE TABLE t(a int); INSERT INTO t VALUES (1)").mode == Mode::one_transaction);
  CHECK(script("").mode == Mode::one_transaction);
  CHECK(script("SAVEPOINT a; RELEASE a").mode == Mode::one_transaction);
}

TEST_CASE("a file that is one transaction of its own is joined with its history row") {
  CHECK(script("BEGIN; CREATE TABLE t(a int); COMMIT;").mode == Mode::own_transaction);
  CHECK(script("-- c\nSTART TRANSACTION ISOLATION LEVEL SERIALIZABLE;\nSELECT 1;\nEND;").mode == Mode::own_transaction);
  CHECK(script("BEGIN; SELECT 1; COMMIT; SELECT 2").mode == Mode::self_managed);
  CHECK(script("BEGIN; SELECT 1; ROLLBACK").mode == Mode::self_managed);
}

TEST_CASE("statements that PostgreSQL refuses in a transaction run one by one") {
  for (const char* sql : {"CREATE INDEX CONCURRENTLY i ON t(a)",
                          "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t(a)",
                          "DROP INDEX CONCURRENTLY IF EXISTS i",
                          "REINDEX TABLE CONCURRENTLY t",
                          "REINDEX (CONCURRENTLY) INDEX i",
                          "REINDEX SCHEMA public",
                          "VACUUM t",
                          "VACUUM (ANALYZE) t",
                          "ALTER SYSTEM SET work_mem = '8MB'",
                          "CREATE DATABASE d",
                          "DROP DATABASE d",
                          "CREATE TABLESPACE s LOCATION '/x'",
                          "CLUSTER",
                          "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p",
                          "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (enabled = false)",
                          "DROP SUBSCRIPTION s",
                          "ALTER SUBSCRIPTION s REFRESH PUBLICATION",
                          "ALTER SUBSCRIPTION s SET PUBLICATION p",
                          "ALTER TABLE a DETACH PARTITION b CONCURRENTLY",
                          "ALTER DATABASE d SET TABLESPACE x"}) {
    CAPTURE(sql);
    CHECK(script(sql).mode == Mode::one_by_one);
  }
}

TEST_CASE("their words in comments, strings and bodies mean nothing") {
  CHECK(script("-- CREATE INDEX CONCURRENTLY\nSELECT 'VACUUM'; COMMENT ON TABLE t IS 'CREATE INDEX CONCURRENTLY i'")
            .mode == Mode::one_transaction);
  CHECK(script("DO $$ BEGIN PERFORM 1; COMMIT; END $$").mode == Mode::one_transaction);
  CHECK(script("ANALYZE t; REINDEX TABLE t; CLUSTER t USING i").mode == Mode::one_transaction);
}

TEST_CASE("a statement that says no to what PostgreSQL refuses in a transaction may run in one") {
  for (const char* sql :
       {"CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (connect = false)",
        "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (create_slot = off)",
        "ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = false)", "ALTER SUBSCRIPTION s DISABLE",
        "ALTER DATABASE d SET work_mem = '8MB'", "CREATE TABLE database_of(concurrently int)"}) {
    CAPTURE(sql);
    CHECK(script(sql).mode == Mode::one_transaction);
  }
}

// What is not parsed for a run must not matter to it.
TEST_CASE("a quick look sees the mode and the locks that a thorough one sees") {
  for (const char* sql :
       {"CREATE TABLE t(a int)", "CREATE INDEX CONCURRENTLY i ON t(a)", "create index concurrently i on t(a)",
        "DROP INDEX CONCURRENTLY i", "VACUUM FULL t", "BEGIN; SELECT 1; END", "ABORT", "START TRANSACTION",
        "ALTER TABLE a DETACH PARTITION b CONCURRENTLY", "ALTER SYSTEM RESET ALL", "SET x.y = 1; REINDEX SCHEMA s",
        "COMMIT PREPARED 'a'", "/* c */ DROP DATABASE d", "CREATE TABLESPACE s LOCATION '/x'", "CLUSTER",
        "ALTER SUBSCRIPTION s REFRESH PUBLICATION", "INSERT INTO t VALUES ('VACUUM')"}) {
    CAPTURE(sql);
    const Script quick = analyse(sql, std::nullopt, {.thorough = false}).value();
    const Script thorough = analyse(sql).value();
    CHECK(quick.mode == thorough.mode);
    CHECK(quick.takes_strong_locks == thorough.takes_strong_locks);
    CHECK(quick.can_be_resumed == thorough.can_be_resumed);
  }
}

TEST_CASE("DISCARD ALL is refused, for it would free the migration lock") {
  const auto refused = analyse("SET x.y = '1';\nDISCARD ALL;");
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "sql.discard_all");
  CHECK(refused.error().where == "2:1");
  CHECK(script("DISCARD TEMP").mode == Mode::one_transaction);
}

TEST_CASE("a wait for a lock may be long where it stands in nobody's way") {
  CHECK_FALSE(
      script("SET x.y = '1'; CREATE INDEX CONCURRENTLY i ON t(a); DROP INDEX CONCURRENTLY j").takes_strong_locks);
  CHECK_FALSE(script("VACUUM (ANALYZE) t; REINDEX INDEX CONCURRENTLY i").takes_strong_locks);
  CHECK(script("VACUUM FULL t").takes_strong_locks);
  CHECK(script("REINDEX SCHEMA public").takes_strong_locks);
  CHECK(script("CREATE TABLE t(a int)").takes_strong_locks);
}

TEST_CASE("a side file's word counts, but not against the file's own COMMIT") {
  CHECK(analyse("CREATE TABLE t(a int)", true)->mode == Mode::one_transaction);
  CHECK(analyse("BEGIN; CREATE TABLE t(a int); COMMIT", true)->mode == Mode::own_transaction);
  CHECK(analyse("CREATE TABLE t(a int)", false)->mode == Mode::one_by_one);
}

TEST_CASE("settings may stand beside either kind") {
  CHECK(script("SET lock_timeout = '2s'; CREATE INDEX CONCURRENTLY i ON t(a); RESET lock_timeout").mode ==
        Mode::one_by_one);
}

TEST_CASE("a mix of both kinds is refused with both statements") {
  const auto mixed = analyse("CREATE TABLE t(a int);\n\nCREATE INDEX CONCURRENTLY i ON t(a);");
  REQUIRE_FALSE(mixed.has_value());
  CHECK(mixed.error().code == "sql.mixed");
  CHECK(mixed.error().where == "3:1");
  CHECK(mixed.error().message.contains("CREATE TABLE t(a int);"));
  CHECK(analyse("CREATE TABLE t(a int); VACUUM t", false)->mode == Mode::one_by_one);
}

TEST_CASE("a psql command is named as such") {
  const auto found = analyse("-- dump\n\\restrict abc\nSELECT 1;");
  REQUIRE_FALSE(found.has_value());
  CHECK(found.error().code == "sql.psql_command");
  CHECK(found.error().where == "2:1");
  CHECK(found.error().message.starts_with("\\restrict is a command of psql"));
  CHECK(analyse("SELECT 1;\n\\i other.sql\nSELECT 2;").error().where == "2:1");
}

TEST_CASE("an interrupted file can be resumed when each statement can be run again") {
  CHECK(script("CREATE INDEX CONCURRENTLY i ON t(a); VACUUM t").can_be_resumed);
  CHECK(script("DROP INDEX CONCURRENTLY IF EXISTS i").can_be_resumed);
  CHECK_FALSE(script("CREATE INDEX CONCURRENTLY ON t(a)").can_be_resumed);
  CHECK_FALSE(script("DROP INDEX CONCURRENTLY i").can_be_resumed);
  CHECK_FALSE(script("CREATE DATABASE d").can_be_resumed);
  CHECK_FALSE(script("CREATE TABLE t(a int)").can_be_resumed);
}

TEST_CASE("a file that cannot succeed twice proves that it had not been applied") {
  CHECK(script("CREATE TABLE t(a int); INSERT INTO t VALUES (1)").proves_itself);
  CHECK(script("ALTER TABLE t ADD COLUMN b int").proves_itself);
  CHECK(script("DROP TABLE t").proves_itself);
  CHECK_FALSE(script("CREATE TABLE IF NOT EXISTS t(a int)").proves_itself);
  CHECK_FALSE(script("CREATE TEMPORARY TABLE t(a int); INSERT INTO u SELECT * FROM t").proves_itself);
  CHECK_FALSE(script("UPDATE t SET a = a + 1").proves_itself);
  CHECK_FALSE(script("CREATE TABLE t(a int); DROP TABLE t").proves_itself);
  CHECK_FALSE(script("CREATE OR REPLACE VIEW v AS SELECT 1").proves_itself);
}

TEST_CASE("for a person who watches, what is no mere INSERT goes alone") {
  const std::string_view text =
      "CREATE TABLE t(a int);\nINSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2);\nCREATE INDEX ON t(a);\n"
      "COPY t FROM stdin;\n3\n\\.\nSELECT 1;\nSELECT 2;\n";
  const Script file = script(text);
  const auto pieces = statement_by_statement(file).value();
  std::vector<std::string_view> texts;
  std::string joined;
  for (const Piece& piece : pieces) {
    texts.push_back(piece.sql.of(text));
    joined += piece.whole.of(text);
  }
  CHECK(texts == std::vector<std::string_view>{"CREATE TABLE t(a int);",
                                               "INSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2);",
                                               "CREATE INDEX ON t(a);", "COPY t FROM stdin;", "SELECT 1;\nSELECT 2;"});
  CHECK(joined == text);
  CHECK(pieces[3].copy_data->of(text) == "3\n");
}

}  // namespace
}  // namespace chandler::sql
