#include "dataset/write/merge_sql.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::dataset {
namespace {

const Table table{.oid = "1", .name = {"menu", "Food Item"}, .columns = {}, .key = {"id", "Lang"}};
const std::vector<Column> columns{{.name = "id", .exact = true},
                                  {.name = "Lang", .exact = true},
                                  {.name = "na\"me", .exact = true},
                                  {.name = "price"}};

TEST_CASE("every name is quoted") {
  const MergeSql sql(table, columns, 2);
  CHECK(sql.copy("FORMAT csv, HEADER true") ==
        "COPY pg_temp.chandler_stage_2 (chandler_line, \"id\", \"Lang\", \"na\"\"me\", \"price\") FROM STDIN (FORMAT "
        "csv, HEADER true)");
  CHECK(sql.index() ==
        "CREATE UNIQUE INDEX ON pg_temp.chandler_stage_2 (\"id\", \"Lang\"); ANALYZE "
        "pg_temp.chandler_stage_2 (\"id\", \"Lang\")");
}

TEST_CASE("only rows that differ are updated, by value where = is exact and by image elsewhere") {
  const MergeSql sql(table, columns, 0);
  CHECK(
      sql.update({5, 9}) ==
      "UPDATE \"menu\".\"Food Item\" t SET \"na\"\"me\" = d.\"na\"\"me\", \"price\" = d.\"price\" FROM "
      "pg_temp.chandler_delta_0 d "
      "WHERE d.chandler_known AND t.\"id\" = d.\"id\" AND t.\"Lang\" = d.\"Lang\" AND (t.\"na\"\"me\" IS DISTINCT FROM "
      "d.\"na\"\"me\" OR ROW(t.\"price\")::record OPERATOR(pg_catalog.*<>) ROW(d.\"price\")::record) AND "
      "d.chandler_line "
      "BETWEEN 5 AND 9");
}

TEST_CASE("a table of only its key is never updated") {
  const MergeSql sql(table, {columns[0], columns[1]}, 0);
  CHECK_FALSE(sql.updates());
  CHECK(sql.delta().ends_with("WHERE t.\"id\" IS NULL"));
}

TEST_CASE("given values of identity columns are kept") {
  CHECK_FALSE(MergeSql(table, columns, 0).insert({0, 9}).contains("OVERRIDING"));
  auto identity = columns;
  identity[0].identity = Identity::always;
  CHECK(MergeSql(table, identity, 0).insert({0, 9}).contains("OVERRIDING SYSTEM VALUE SELECT"));
}

}  // namespace
}  // namespace chandler::dataset
