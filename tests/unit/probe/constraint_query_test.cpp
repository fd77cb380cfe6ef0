#include "cron/probe/checks/constraint_query.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::probe {
namespace {

constexpr RowLimits limits{.most_named = 20, .most_counted = 1000};

ForeignKey two_columns() {
  return {.referenced = "menu.dish",
          .columns = {{.name = "dish", .referenced = "id", .equals = "OPERATOR(pg_catalog.=)", .collation = ""},
                      {.name = "lang",
                       .referenced = "lang",
                       .equals = "OPERATOR(pg_catalog.=)",
                       .collation = " COLLATE pg_catalog.\"C\""}}};
}

TEST_CASE("a foreign key looks for the rows that refer to nothing, by its own operators") {
  CHECK(orphans_query({.name = "menu.item", .key_names = "id", .key_values = "concat_ws(', ', left(t.id::text, 100))"},
                      two_columns(), limits) ==
        "SELECT count(*) OVER (), * FROM (SELECT t.ctid AS at, '' AS part, concat_ws(', ', left(t.id::text, 100)) AS "
        "key, concat_ws(', ', coalesce(left(t.dish::text, 100), 'NULL'), coalesce(left(t.lang::text, 100), 'NULL')) "
        "FROM ONLY menu.item t LEFT JOIN ONLY menu.dish r ON r.id OPERATOR(pg_catalog.=) t.dish AND r.lang "
        "OPERATOR(pg_catalog.=) t.lang COLLATE pg_catalog.\"C\" WHERE r.id IS NULL AND (t.dish IS NOT NULL AND t.lang "
        "IS NOT NULL) LIMIT 1001) rows LIMIT 20");
}

TEST_CASE("MATCH FULL forbids a row of which one column is NULL") {
  ForeignKey key = two_columns();
  key.match_full = true;
  CHECK(orphans_query({.name = "menu.item", .key_names = "", .key_values = ""}, key, limits)
            .contains("(t.dish IS NOT NULL OR t.lang IS NOT NULL)"));
}

TEST_CASE("partitions are read with their parent, and named") {
  ForeignKey key = two_columns();
  key.referenced_partitioned = true;
  const std::string query =
      orphans_query({.name = "menu.item", .partitioned = true, .key_names = "", .key_values = ""}, key, limits);
  CHECK(query.contains("t.tableoid::pg_catalog.regclass::text AS part, '' AS key"));
  CHECK(query.contains("FROM menu.item t LEFT JOIN menu.dish r ON"));
}

TEST_CASE("a check looks for the rows for which it is false") {
  CHECK(breaking_query({.name = "menu.dish", .key_names = "", .key_values = ""}, "(price > 0)", limits) ==
        "SELECT count(*) OVER (), * FROM (SELECT t.ctid AS at, '' AS part, '' AS key FROM ONLY menu.dish t WHERE NOT "
        "((price > 0)) LIMIT 1001) rows LIMIT 20");
}

}  // namespace
}  // namespace chandler::probe
