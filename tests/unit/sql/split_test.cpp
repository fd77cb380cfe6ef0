#include "sql/split.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

namespace chandler::sql {
namespace {

std::vector<std::string> statements(std::string_view text) {
  const auto found = split(text);
  if (!found) FAIL(core::describe(found.error()));
  std::vector<std::string> out;
  for (const Statement& each : *found) out.emplace_back(each.sql.of(text));
  return out;
}

std::string joined(std::string_view text, const std::vector<Statement>& found) {
  std::string out;
  for (const Statement& each : found) out += each.whole.of(text);
  return out;
}

using Texts = std::vector<std::string>;

TEST_CASE("statements end at the semicolons that PostgreSQL sees") {
  CHECK(statements("SELECT 1; SELECT 2") == Texts{"SELECT 1;", "SELECT 2"});
  CHECK(statements("SELECT ';'; SELECT E'\\';'; SELECT \";\"") ==
        Texts{"SELECT ';';", "SELECT E'\\';';", "SELECT \";\""});
  CHECK(statements("DO $a$ BEGIN; $b$ ; $b$ END $a$; SELECT 1") ==
        Texts{"DO $a$ BEGIN; $b$ ; $b$ END $a$;", "SELECT 1"});
  CHECK(statements("/* a; /* nested; */ b; */ SELECT 1; -- c; d\nSELECT 2;") == Texts{"SELECT 1;", "SELECT 2;"});
  CHECK(statements(";;SELECT 1;;;") == Texts{"SELECT 1;"});
}

TEST_CASE("a body of BEGIN ATOMIC is one statement") {
  const Texts found = statements("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 3");
  REQUIRE(found.size() == 2);
  CHECK(found[1] == "SELECT 3");
}

TEST_CASE("a text of blanks and comments has no statement") {
  CHECK(statements("").empty());
  CHECK(statements(" -- nothing\n /* here */ ; \n").empty());
}

TEST_CASE("a long comment before the first statement belongs to it") {
  const std::string text = ";\n/*" + std::string(400'000, 'x') + "*/\nSELECT 1;\nSELECT 2;\n";
  const auto found = split(text);
  REQUIRE(found.has_value());
  REQUIRE(found->size() == 2);
  CHECK(found->front().sql.of(text) == "SELECT 1;");
  CHECK(joined(text, *found) == text);
}

TEST_CASE("SQL that this grammar does not know is still split") {
  CHECK(statements("SELECT 1; FROBNICATE TABLE x; SELECT 2") == Texts{"SELECT 1;", "FROBNICATE TABLE x;", "SELECT 2"});
  CHECK(statements("SELECT 'é'; frobnicate") == Texts{"SELECT 'é';", "frobnicate"});
}

TEST_CASE("the rows of COPY belong to their statement, whatever they hold") {
  const std::string text =
      "CREATE TABLE t(a text);\nCOPY t (a) FROM stdin;\nit's $$ ; \"x\n\\N\n\\.\nSELECT 1;\ncopy public.t from STDIN "
      "with (format csv);\n1\n\\.\n";
  const auto found = split(text);
  REQUIRE(found.has_value());
  REQUIRE(found->size() == 4);
  CHECK((*found)[1].copy_data->of(text) == "it's $$ ; \"x\n\\N\n");
  CHECK((*found)[2].sql.of(text) == "SELECT 1;");
  CHECK((*found)[3].copy_data->of(text) == "1\n");
  CHECK(joined(text, *found) == text);
}

TEST_CASE("the word stdin in a string or a comment is no COPY") {
  const std::string text = "SELECT 'from stdin;';\n-- COPY t FROM stdin;\nCOPY t FROM stdin; \nx\n\\.\n";
  const auto found = split(text);
  REQUIRE(found.has_value());
  REQUIRE(found->size() == 2);
  CHECK((*found)[1].copy_data->of(text) == "x\n");
}

TEST_CASE("an empty COPY has no rows") {
  const std::string text = "COPY t FROM stdin;\n\\.\n";
  const auto found = split(text);
  REQUIRE(found.has_value());
  CHECK((*found)[0].copy_data->of(text).empty());
}

TEST_CASE("what no scanner can read is told with its place") {
  const auto quote = split("SELECT 1;\n  SELECT 'open");
  REQUIRE_FALSE(quote.has_value());
  CHECK(quote.error().where == "2:10");
  CHECK(quote.error().message.contains("unterminated quoted string"));

  const auto nul = split(std::string_view("SELECT 1;\n\0", 11));
  REQUIRE_FALSE(nul.has_value());
  CHECK(nul.error().where == "2:1");

  const auto copy = split("SELECT 1;\nCOPY t FROM stdin;\n1\n");
  REQUIRE_FALSE(copy.has_value());
  CHECK(copy.error().where == "2:1");

  const auto end = split("SELECT 1;\n\\.\n");
  REQUIRE_FALSE(end.has_value());
  CHECK(end.error().where == "2:1");
}

// Longer than what is read at once.
std::string long_text() {
  std::string text = "-- head\n";
  for (int i = 0; i < 3000; ++i) {
    const std::string n = std::to_string(i);
    text += "INSERT INTO t VALUES (" + n + ", 'it''s; é\n;\n" + std::string(static_cast<std::size_t>(i % 97), 'x') +
            "');\n";
    if (i % 100 == 0)
      text += "CREATE FUNCTION f" + n + "() RETURNS int LANGUAGE sql AS $$ SELECT 1;\n SELECT ';'; $$;\n";
    if (i % 500 == 0) text += "CREATE FUNCTION g" + n + "() RETURNS int BEGIN ATOMIC SELECT 1;\n SELECT 2;\nEND;\n";
    if (i % 700 == 0) text += "COPY t FROM stdin;\nit's; $$ \"\n" + std::string(50'000, 'y') + "\n\\.\n";
    if (i == 1500) text += "SELECT '" + std::string(400'000, ';') + "';\n/* " + std::string(300'000, '\'') + " */";
  }
  return text;
}

TEST_CASE("a text longer than what is read at once is split the same") {
  const std::string text = long_text();
  const auto found = split(text);
  if (!found) FAIL(core::describe(found.error()));
  CHECK(found->size() == 3000 + 30 + 6 + 5 + 1);
  CHECK((joined(text, *found) == text));
  for (const Statement& each : *found) {
    const std::string_view sql = each.sql.of(text);
    CHECK(sql.ends_with(';'));
    CHECK((sql.starts_with("INSERT") || sql.starts_with("CREATE") || sql.starts_with("COPY") ||
           sql.starts_with("SELECT '")));
    CHECK(each.copy_data.has_value() == sql.starts_with("COPY"));
  }
}

TEST_CASE("chunks stay small, and each part of the text is seen once, in order") {
  const std::string text = long_text();
  std::size_t seen = 0;
  Splitter splitter(text, [&](std::string_view part) {
    CHECK(part.data() == text.data() + seen);
    seen += part.size();
  });
  std::size_t chunks = 0;
  for (auto chunk = splitter.next().value(); chunk; chunk = splitter.next().value()) {
    CHECK(chunk->whole.size() < 1'000'000);
    ++chunks;
  }
  CHECK(chunks > 5);
  CHECK(seen == text.size());
}

TEST_CASE("a quote that is never closed is told with its place, however far it is from the start") {
  std::string text = long_text();
  const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n'));
  text += "SELECT 'open";
  const auto found = split(text);
  REQUIRE_FALSE(found.has_value());
  CHECK(found.error().where == std::to_string(lines + 1) + ":8");
}

// Any order of these pieces is lexically sound.
TEST_CASE("joining what was split gives the same bytes") {
  static const std::vector<std::string> pieces{"SELECT 1",
                                               ";",
                                               " ",
                                               "\n",
                                               "-- a; 'b\n",
                                               "/* c; /* d */ ' */",
                                               "'it''s; é'",
                                               "E'\\'; x'",
                                               "$$ ; ' $$",
                                               "$q$ $$ ;$q$",
                                               "\"a;b\"",
                                               "x",
                                               "INSERT INTO t VALUES (1, 'z;')",
                                               "\t",
                                               "U&'\\0041'",
                                               "COPY t FROM stdin;\nit's; \"\n\\.\n",
                                               ";;",
                                               "CREATE TABLE t(a int)",
                                               "BEGIN",
                                               "\r\n"};
  std::mt19937 random(20261121);
  std::uniform_int_distribution<std::size_t> pick(0, pieces.size() - 1);
  int split_count = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (std::size_t i = 0; i < 12; ++i) {
      const std::string& piece = pieces[pick(random)];
      if (piece.starts_with("COPY") && !text.empty()) text += ";\n";
      text += piece;
      if (!piece.ends_with('\n')) text += ' ';
    }
    const auto found = split(text);
    if (!found) continue;  // "U&'…'" beside a name, and the like
    ++split_count;
    CAPTURE(text);
    if (!found->empty()) REQUIRE(joined(text, *found) == text);
    for (const Statement& each : *found) REQUIRE_FALSE(each.sql.of(text).empty());
  }
  CHECK(split_count > 2000);
}

}  // namespace
}  // namespace chandler::sql
