#include "cron/probe/checks/duplicates_query.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::probe {
namespace {

TEST_CASE("a key of NULL is as good as any number of times") {
  CHECK(
      duplicates_query({.table = "public.dish", .keys = {"id"}, .predicate = ""}, 20) ==
      "SELECT count(*), min(at), max(at), left(k1::text, 100) FROM (SELECT ctid AS at, id AS k1 FROM ONLY public.dish) "
      "rows WHERE k1 IS NOT NULL GROUP BY k1 HAVING count(*) > 1 LIMIT 20");
}

TEST_CASE("predicates, expressions and NULLS NOT DISTINCT") {
  CHECK(duplicates_query({.table = "public.dish",
                          .keys = {"lower(name) COLLATE pg_catalog.\"C\"", "town"},
                          .predicate = "(NOT gone)",
                          .nulls_distinct = false},
                         5) ==
        "SELECT count(*), min(at), max(at), left(k1::text, 100), left(k2::text, 100) FROM (SELECT ctid AS at, "
        "lower(name) COLLATE pg_catalog.\"C\" AS k1, town AS k2 FROM ONLY public.dish WHERE (NOT gone)) rows GROUP BY "
        "k1, "
        "k2 HAVING count(*) > 1 LIMIT 5");
}

}  // namespace
}  // namespace chandler::probe
