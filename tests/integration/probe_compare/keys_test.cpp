#include "tests/integration/probe_compare/fixture.hpp"

namespace chandler::probe {
namespace {

TEST_CASE("keys of several columns") {
  TwoDatabases databases;
  databases.both(
      "CREATE TABLE line(bill int, place smallint, dish text, PRIMARY KEY (bill, place)); "
      "INSERT INTO line SELECT i, j, 'dish' FROM generate_series(1, 5000) i, generate_series(1, 5) j; ANALYZE line");
  databases.there(
      "DELETE FROM line WHERE (bill, place) = (2500, 3); UPDATE line SET dish = '' WHERE bill = 1 AND place = 1");
  const Outcome outcome = databases.compare();
  INFO(told(outcome));
  CHECK(keys_of(outcome, "compare.row_missing_there") == "(bill, place)=(2500, 3)");
  CHECK(keys_of(outcome, "compare.row_differs") == "(bill, place)=(1, 1) in dish");
}

// Every server of these tests has them.
void compare_text_keys(std::string_view here, std::string_view there) {
  TwoDatabases databases;
  const auto table = [](std::string_view collation) {
    return std::format("CREATE TABLE word(w text COLLATE \"{}\" PRIMARY KEY, n int)", collation);
  };
  databases.here(table(here));
  databases.there(table(there));
  databases.both(
      "INSERT INTO word SELECT c || i || c, i FROM generate_series(1, 3000) i, unnest(ARRAY['a', 'B', 'ä', '_', '-', "
      "'\"', '\\', ',', '{', ' ']) c; ANALYZE word");
  CHECK(told(databases.compare()).empty());
  databases.there("DELETE FROM word WHERE w = 'ä77ä'; UPDATE word SET n = 0 WHERE w IN ('\"5\"', 'B2999B')");
  databases.here("DELETE FROM word WHERE w = '\\8\\'");
  const Outcome outcome = databases.compare();
  INFO(told(outcome));
  CHECK(outcome.findings.size() == 3);
  CHECK(keys_of(outcome, "compare.row_missing_there") == "(w)=(ä77ä)");
  CHECK(keys_of(outcome, "compare.row_missing_here") == "(w)=(\\8\\)");
  CHECK(keys_of(outcome, "compare.row_differs").contains("(w)=(\"5\") in n"));
  CHECK(keys_of(outcome, "compare.row_differs").contains("(w)=(B2999B) in n"));
}

TEST_CASE("texts as keys, of the same collation") {
  compare_text_keys("C", "C");
  compare_text_keys("en-x-icu", "en-x-icu");
}

TEST_CASE("texts as keys, sorted differently by the two servers") {
  compare_text_keys("C", "en-x-icu");
}

TEST_CASE("other types as keys") {
  TwoDatabases databases;
  databases.both(
      "CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE DOMAIN code AS varchar(10); "
      "CREATE TABLE by_uuid(id uuid PRIMARY KEY); INSERT INTO by_uuid SELECT md5(i::text)::uuid FROM "
      "generate_series(1, "
      "20000) i; "
      "CREATE TABLE by_time(id timestamptz, m mood, c code, b char(8), PRIMARY KEY (id, m, c, b)); INSERT INTO by_time "
      "SELECT '2026-01-01'::timestamptz + i * interval '1 minute', m, 'c' || i, 'b' || i FROM generate_series(1, 5000) "
      "i, unnest(enum_range(NULL::mood)) m; "
      "CREATE TABLE by_bytes(id bytea PRIMARY KEY); INSERT INTO by_bytes SELECT sha256(i::text::bytea) FROM "
      "generate_series(1, 5000) i; ANALYZE");
  const Outcome equal = databases.compare();
  CHECK(told(equal).empty());
  CHECK(figure(equal, "rows") == 35'000);
  databases.there(
      "DELETE FROM by_uuid WHERE id = md5('17')::uuid; DELETE FROM by_time WHERE c = 'c9' AND m = 'sad'; "
      "DELETE FROM by_bytes WHERE id = sha256('4000')");
  const Outcome outcome = databases.compare();
  INFO(told(outcome));
  CHECK(outcome.findings.size() == 3);
  CHECK(told(outcome).contains("(id)=(70efdf2e-c9b0-8607-9795-c442636b55fb)"));
  CHECK(told(outcome).contains("(id, m, c, b)=(2026-01-01 00:09:00+00, sad, c9, b9)"));
}

TEST_CASE("keys of another width, or equal though spelled differently") {
  TwoDatabases databases;
  databases.here(
      "CREATE TABLE a(id int PRIMARY KEY, v text); CREATE TABLE n(id numeric, f float8, PRIMARY KEY (id, f))");
  databases.there(
      "CREATE TABLE a(id bigint PRIMARY KEY, v varchar); CREATE TABLE n(id numeric, f float8, PRIMARY KEY (id, f))");
  databases.both("INSERT INTO a SELECT i, 'v' FROM generate_series(1, 5000) i; ANALYZE");
  databases.here("INSERT INTO n VALUES (1.0, '-0'), (2, 'NaN')");
  databases.there("INSERT INTO n VALUES (1.000, 0), (2.00, 'NaN'); INSERT INTO a VALUES (5000000000, 'far')");
  const Outcome outcome = databases.compare();
  INFO(told(outcome));
  CHECK(keys_of(outcome, "compare.row_missing_here") == "(id)=(5000000000)");
  CHECK(outcome.findings.size() == 2);
  CHECK(outcome.findings[0].id == "compare.columns_differ");
  CHECK(outcome.findings[0].severity == Severity::warning);
}

}  // namespace
}  // namespace chandler::probe
