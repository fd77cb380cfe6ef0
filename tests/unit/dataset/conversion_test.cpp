#include "dataset/stage/conversion.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::dataset {
namespace {

const Table table{.oid = "1", .name = {"menu", "item"}, .columns = {}, .key = {"id"}};

// The expression that a column of this type becomes by this cast.
std::string converted(const std::string& type, const std::string& cast, std::optional<std::string> otherwise = {}) {
  const Conversion conversion({{.name = "c", .type = type, .cast = cast, .otherwise = std::move(otherwise)}}, 0);
  const MergeSql sql(table, {{.name = "c", .type = type}}, 0);
  const std::string text = conversion.into_stage(sql, {1, 2});
  const std::string before = "INSERT INTO pg_temp.chandler_stage_0 SELECT r.chandler_line, ";
  const std::string behind = " FROM pg_temp.chandler_raw_0 r WHERE r.chandler_line BETWEEN 1 AND 2";
  REQUIRE(text.starts_with(before));
  REQUIRE(text.ends_with(behind));
  return text.substr(before.size(), text.size() - before.size() - behind.size());
}

TEST_CASE("the file's text takes the place of $1, but not within quotes") {
  CHECK(converted("date", "to_date($1, 'DD')") == "CAST((to_date(r.\"c\", 'DD')\n) AS date)");
  CHECK(converted("text", "$1 || '$1' || \"$1\" || $10 || '''$1'") ==
        "CAST((r.\"c\" || '$1' || \"$1\" || $10 || '''$1'\n) AS text)");
  CHECK(converted("text", "'$1") == "CAST(('$1\n) AS text)");
}

TEST_CASE("a cast keeps no length, lest it cut where an assignment refuses") {
  CHECK(converted("character varying(3)", "$1").ends_with("AS character varying)"));
  CHECK(converted("character(3)", "$1").ends_with("AS pg_catalog.bpchar)"));
  CHECK(converted("bit(3)", "$1").ends_with("AS bit varying)"));
  CHECK(converted("timestamp(3) with time zone", "$1").ends_with("AS timestamp with time zone)"));
  CHECK(converted("numeric(8,2)[]", "$1").ends_with("AS numeric[])"));
  CHECK(converted("\"my(type)\"", "$1").ends_with("AS \"my(type)\")"));
}

TEST_CASE("a default stands in for NULL, before the cast") {
  CHECK(converted("integer", "", "it's") == "coalesce(r.\"c\", 'it''s')");
  CHECK(converted("integer", "$1::int", "7") == "CAST((coalesce(r.\"c\", '7')::int\n) AS integer)");
}

TEST_CASE("a skipped column is copied as text under a name of its own") {
  const Conversion conversion({{.name = "id", .type = "integer"}, {.name = "id", .skip = true}}, 3);
  CHECK(conversion.create("\"t\"") ==
        "CREATE TEMP TABLE pg_temp.chandler_raw_3 ON COMMIT DROP AS SELECT NULL::pg_catalog.int8 AS chandler_line, "
        "\"id\", "
        "NULL::pg_catalog.text AS \"chandler_skipped_2\" FROM \"t\" WITH NO DATA");
  CHECK(conversion.copy("FORMAT text") ==
        "COPY pg_temp.chandler_raw_3 (chandler_line, \"id\", \"chandler_skipped_2\") FROM STDIN (FORMAT text)");
  const MergeSql sql(table, {{.name = "id", .type = "integer"}}, 3);
  CHECK(
      conversion.into_target(sql) ==
      "INSERT INTO \"menu\".\"item\" (\"id\") SELECT r.\"id\" FROM pg_temp.chandler_raw_3 r ORDER BY r.chandler_line");
}

}  // namespace
}  // namespace chandler::dataset
