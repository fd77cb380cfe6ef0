#include "cron/probe/compare/statements.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/probe_compare/tables.hpp"

namespace chandler::probe::compare {
namespace {

std::string value(const std::string& mine, const std::string& other, RowHash hash = RowHash::record,
                  bool recode = false) {
  return value_of(column("c", mine), column("c", other), {.hash = hash, .recode = recode});
}

TEST_CASE("values of the same type are hashed as they are, where that has no meaning of its own") {
  CHECK(value("numeric", "numeric") == R"(t."c")");
  CHECK(value("jsonb", "jsonb") == R"(t."c")");
  CHECK(value("integer[]", "integer[]") == R"(t."c", array_dims(t."c") COLLATE "C")");
  CHECK(value("text", "text") == R"(t."c"::text COLLATE "C")");
  CHECK(value("character varying[]", "character varying[]") ==
        R"(t."c"::text[] COLLATE "C", array_dims(t."c") COLLATE "C")");
  CHECK(value("bpchar", "bpchar") == R"(t."c" COLLATE "C")");
  CHECK(value("public.mood", "public.mood") == R"(t."c"::text COLLATE "C")");
  CHECK(value("interval", "interval") == R"(t."c"::text COLLATE "C")");
  CHECK(value("json", "json") == R"(t."c"::text COLLATE "C")");
}

TEST_CASE("values of two types are cast to what both fit into, or compared by text") {
  CHECK(value("integer", "bigint") == R"(t."c"::bigint)");
  CHECK(value("bigint", "numeric") == R"(t."c"::numeric)");
  CHECK(value("real", "double precision") == R"(t."c"::real)");
  CHECK(value("json", "jsonb") == R"(t."c"::jsonb)");
  CHECK(value("timestamp with time zone", "timestamp without time zone") == R"(t."c"::timestamp without time zone)");
  CHECK(value("bpchar", "text") == R"(t."c"::text COLLATE "C")");
  CHECK(value("boolean", "integer") == R"(t."c"::text COLLATE "C")");
}

TEST_CASE("by text, what SQL takes for equal is made equal") {
  CHECK(value("numeric", "numeric", RowHash::text) == R"(trim_scale(t."c"))");
  CHECK(value("double precision", "double precision", RowHash::text) == R"((t."c" + 0))");
}

TEST_CASE("texts of databases with other encodings are compared as UTF-8") {
  CHECK(value("text", "text", RowHash::record, true) == R"(convert_to(t."c"::text, 'UTF8'))");
  CHECK(value("jsonb", "jsonb", RowHash::record, true) == R"(convert_to(t."c"::text, 'UTF8'))");
  CHECK(value("bigint", "bigint", RowHash::record, true) == R"(t."c")");
}

TEST_CASE("ranges of a composite key are compared as rows, bounds go as parameters") {
  Table item = table("it\"em", {column("a", "integer"), column("b", "text")});
  item.key.push_back({.name = "b", .order = "c"});
  const Statements statements(item, item, {"a", "b"}, {});
  const Query chunk = statements.chunk({.after = Key{"1", "x"}, .upto = Key{"2", "y"}});
  CHECK(
      chunk.sql ==
      R"(SELECT count(*), coalesce(sum(hashint8extended(hash_record_extended(ROW(t."a", t."b"::text COLLATE "C"), 0), 0)), 0) )"
      R"(FROM ONLY "public"."it""em" AS t WHERE (t."a", t."b") > ($1::bigint, $2::text) )"
      R"(AND (t."a", t."b") <= ($3::bigint, $4::text))");
  CHECK(chunk.parameters.size() == 4);
  CHECK(statements.chunk({}).parameters.empty());
  CHECK(statements.bound(std::nullopt, 100).sql ==
        R"(SELECT t."a"::text, t."b"::text FROM (SELECT t."a", t."b" FROM ONLY "public"."it""em" AS t )"
        R"(ORDER BY t."a", t."b" OFFSET 99 LIMIT 1) AS t)");
}

TEST_CASE("keys that are looked at go as arrays, whatever is in them") {
  const Table item = table("item", {column("name", "text")});
  const std::vector<Key> keys{{R"(a"b\c,{})"}, {""}};
  const Query look = Statements(item, item, {"name"}, {}).look(keys);
  CHECK(look.parameters == std::vector<platform::postgres::Parameter>{R"({"a\"b\\c,{}",""})"});
  CHECK(look.sql.contains("unnest($1::text[]) WITH ORDINALITY AS wanted(k0, place)"));
}

TEST_CASE("a partitioned table is read with its partitions") {
  Table item = table("item", {column("id", "bigint")});
  item.kind = Kind::partitioned;
  CHECK(Statements(item, item, {"id"}, {}).chunk({}).sql.contains(R"(FROM "public"."item" AS t)"));
}

TEST_CASE("servers before 14 have no hash of records") {
  CHECK(sample(RowHash::record, 130000).empty());
  CHECK_FALSE(sample(RowHash::record, 140000).empty());
  CHECK_FALSE(sample(RowHash::text, 130000).empty());
}

}  // namespace
}  // namespace chandler::probe::compare
