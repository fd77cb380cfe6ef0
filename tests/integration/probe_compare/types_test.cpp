#include "tests/integration/probe_compare/fixture.hpp"

namespace chandler::probe {
namespace {

struct Case {
  std::string type_here;
  std::string value_here;
  std::string type_there;
  std::string value_there;
};

// The columns, of one table with one row, that differ.
std::string differing(TwoDatabases& databases, const std::vector<Case>& cases) {
  databases.both("DROP TABLE IF EXISTS t");
  std::string columns_here;
  std::string columns_there;
  std::string values_here;
  std::string values_there;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    columns_here += std::format(", c{} {}", i, cases[i].type_here);
    columns_there += std::format(", c{} {}", i, cases[i].type_there);
    values_here += ", " + cases[i].value_here;
    values_there += ", " + cases[i].value_there;
  }
  databases.here(
      std::format("CREATE TABLE t(id int PRIMARY KEY{}); INSERT INTO t VALUES (1{})", columns_here, values_here));
  databases.there(
      std::format("CREATE TABLE t(id int PRIMARY KEY{}); INSERT INTO t VALUES (1{})", columns_there, values_there));
  return keys_of(databases.compare(), "compare.row_differs");
}

Case same(const std::string& type, const std::string& here, const std::string& there) {
  return {.type_here = type, .value_here = here, .type_there = type, .value_there = there};
}

TEST_CASE("values that SQL takes for equal are equal") {
  TwoDatabases databases;
  CHECK(differing(databases,
                  {same("numeric", "1.0", "1.00"), same("float8", "'-0'", "0"), same("float4", "'NaN'", "'NaN'"),
                   same("jsonb", "'{\"b\":1.0,\"a\":2}'", "'{\"a\":2,\"b\":1.00}'"),
                   same("timestamptz", "'2026-01-01 00:00+00'", "'2026-01-01 02:00+02'"),
                   same("int[]", "'{1,NULL}'", "'{1,NULL}'"), same("numeric[]", "'{1.0}'", "'{1}'"),
                   same("date", "'infinity'", "'infinity'")})
            .empty());
}

TEST_CASE("values that look alike and are not differ") {
  TwoDatabases databases;
  CHECK(
      differing(databases, {same("text", "NULL", "''"), same("json", "'{\"a\":1}'", "'{\"a\": 1}'"),
                            same("text", "'a '", "'a'"), same("int[]", "'{1,2}'", "'{{1,2}}'"),
                            same("interval", "'1 mon'", "'30 days'"), same("float8", "0.1", "0.1::float8 + 1e-17 * 2"),
                            same("bytea", "'\\x00'", "'\\x0000'"), same("text[]", "'{NULL}'", "'{\"NULL\"}'")}) ==
      "(id)=(1) in c0 and c1 and c2 and c3 and c4 and c5 and c6 and c7");
}

TEST_CASE("enums, domains and composites have other numbers in another database") {
  TwoDatabases databases;
  databases.here("CREATE TABLE takes_oids(a int)");
  databases.both(
      "CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE DOMAIN price AS numeric(10,2); CREATE DOMAIN prices AS "
      "price[]; "
      "CREATE TYPE pair AS (a int, b mood)");
  const std::vector<Case> equal{same("mood", "'sad'", "'sad'"),
                                same("mood[]", "'{sad,happy}'", "'{sad,happy}'"),
                                same("price", "7", "7.0"),
                                same("prices", "'{7}'", "'{7.0}'"),
                                same("pair", "'(1,sad)'", "'(1,sad)'"),
                                same("pair[]", "'{\"(1,sad)\"}'", "'{\"(1,sad)\"}'"),
                                same("int4range", "'[1,2]'", "'[1,3)'"),
                                same("xml", "'<a/>'", "'<a/>'"),
                                same("point", "'(1,2)'", "'(1,2)'"),
                                same("tsvector", "'b a'", "'a b'"),
                                same("bit(3)", "'101'", "'101'"),
                                same("money", "'7.5'", "'7.50'"),
                                same("regclass", "'pg_class'", "'pg_class'"),
                                same("\"char\"", "'x'", "'x'"),
                                same("inet", "'10.0.0.1'", "'10.0.0.1/32'")};
  CHECK(differing(databases, equal).empty());
  CHECK(differing(databases, {same("mood", "'sad'", "'happy'"), same("pair", "'(1,sad)'", "'(1,)'"),
                              same("price", "7", "8"), same("point", "'(1,2)'", "'(1,3)'")}) ==
        "(id)=(1) in c0 and c1 and c2 and c3");
}

TEST_CASE("values of other types are compared, too") {
  TwoDatabases databases;
  const auto compared = [](const std::string& here, const std::string& value_here, const std::string& there,
                           const std::string& value_there) {
    return Case{.type_here = here, .value_here = value_here, .type_there = there, .value_there = value_there};
  };
  CHECK(differing(databases, {compared("int", "7", "bigint", "7"), compared("numeric(10,2)", "7", "numeric", "7"),
                              compared("json", "'{\"a\": 1}'", "jsonb", "'{\"a\":1}'"),
                              compared("char(5)", "'a'", "text", "'a'"), compared("varchar(3)", "'a'", "text", "'a'"),
                              compared("timestamp", "'2026-01-01 12:00'", "timestamptz", "'2026-01-01 13:00+01'"),
                              compared("float4", "0.1", "float8", "0.1"), compared("int", "7", "numeric(5,2)", "7"),
                              compared("uuid", "'00000000-0000-0000-0000-00000000000a'", "text",
                                       "'00000000-0000-0000-0000-00000000000a'")})
            .empty());
  CHECK(differing(databases, {compared("int", "7", "bigint", "8"), compared("json", "'[1]'", "jsonb", "'[2]'"),
                              compared("boolean", "true", "int", "1")}) == "(id)=(1) in c0 and c1 and c2");
}

TEST_CASE("databases of other encodings") {
  TwoDatabases databases("ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0", "");
  databases.both("CREATE TABLE t(id text PRIMARY KEY, a text, b jsonb, c text[])");
  databases.both("INSERT INTO t VALUES ('ä', 'ö', '{\"ü\": \"ß\"}', '{é}'), ('b', 'c', NULL, NULL)");
  const Outcome outcome = databases.compare();
  INFO(told(outcome));
  CHECK(outcome.findings.empty());
  databases.there("UPDATE t SET b = '{\"ü\": \"s\"}' WHERE id = 'ä'");
  CHECK(keys_of(databases.compare(), "compare.row_differs") == "(id)=(ä) in b");
}

}  // namespace
}  // namespace chandler::probe
