#include <optional>

#include <catch2/catch_test_macros.hpp>

#include "init/migrate/lint/tree/parse.hpp"
#include "init/migrate/lint/tree/settings.hpp"
#include "init/migrate/lint/tree/statement.hpp"
#include "init/migrate/lint/tree/tokens.hpp"
#include "init/migrate/lint/tree/type.hpp"
#include "sql/traits.hpp"

namespace chandler::migrate::lint {
namespace {

Type type(const std::string& sql) {
  const auto tree = Tree::parse("ALTER TABLE t ADD COLUMN c " + sql);
  REQUIRE(tree.has_value());
  const Statement statement = read_statement(tree->statement(), {});
  return read_column(statement.commands("AT_AddColumn").front()->definition.as("ColumnDef")).type;
}

TEST_CASE("a type reads the same whatever its name") {
  CHECK(type("int") == type("integer"));
  CHECK(type("character varying(20)") == type("varchar(20)"));
  CHECK(type("timestamp with time zone") == type("timestamptz"));
  CHECK(type("decimal(10, 2)").text() == "numeric(10, 2)");
  CHECK(type("text[]").text() == "text[]");
  CHECK(type("app.mood").text() == "app.mood");
}

TEST_CASE("rows stay as they are where a type only widens") {
  CHECK(keeps_rows(type("varchar(10)"), type("varchar(20)")));
  CHECK(keeps_rows(type("varchar(10)"), type("varchar")));
  CHECK(keeps_rows(type("varchar(10)"), type("text")));
  CHECK(keeps_rows(type("text"), type("varchar")));
  CHECK(keeps_rows(type("numeric(10, 2)"), type("numeric(12, 2)")));
  CHECK(keeps_rows(type("numeric(10, 2)"), type("numeric")));
  CHECK(keeps_rows(type("timestamp(3)"), type("timestamp")));
  CHECK(keeps_rows(type("cidr"), type("inet")));
  CHECK_FALSE(keeps_rows(type("varchar(20)"), type("varchar(10)")));
  CHECK_FALSE(keeps_rows(type("varchar"), type("varchar(10)")));
  CHECK_FALSE(keeps_rows(type("text"), type("varchar(10)")));
  CHECK_FALSE(keeps_rows(type("int"), type("bigint")));
  CHECK_FALSE(keeps_rows(type("numeric(10, 2)"), type("numeric(12, 3)")));
  CHECK_FALSE(keeps_rows(type("numeric"), type("numeric(12, 2)")));
  CHECK_FALSE(keeps_rows(type("char(3)"), type("text")));
  CHECK_FALSE(keeps_rows(type("timestamp"), type("timestamptz")));
  CHECK_FALSE(keeps_rows(type("text"), type("text[]")));
}

std::vector<std::string> proven(const std::string& check) {
  const auto tree = Tree::parse("ALTER TABLE t ADD CHECK (" + check + ")");
  REQUIRE(tree.has_value());
  const Statement statement = read_statement(tree->statement(), {});
  return proven_not_null(statement.added_constraints(ConstraintKind::check).front().expression);
}

TEST_CASE("a check proves a column not null where each way to satisfy it does") {
  CHECK(proven("a IS NOT NULL") == std::vector<std::string>{"a"});
  CHECK(proven("a > 0 AND (b IS NOT NULL AND t.c IS NOT NULL)") == std::vector<std::string>{"b", "c"});
  CHECK(proven("a IS NOT NULL OR b").empty());
  CHECK(proven("a > 0").empty());
  CHECK(proven("a IS NULL").empty());
}

TEST_CASE("a setting's new value is found in each way to set it") {
  const auto set = [](const std::string& sql) {
    const auto tree = Tree::parse(sql);
    REQUIRE(tree.has_value());
    return value_set(read_statement(tree->statement(), {}), "lock_timeout");
  };
  CHECK(set("SET lock_timeout = 0") == "0");
  CHECK(set("SET LOCAL lock_timeout TO '2s'") == "2s");
  CHECK(set("SET lock_timeout TO DEFAULT") == "");
  CHECK(set("RESET lock_timeout") == "");
  CHECK(set("RESET ALL") == "");
  CHECK(set("SELECT pg_catalog.set_config('lock_timeout', '5ms', true)") == "5ms");
  CHECK(set("SET work_mem = '1MB'") == std::nullopt);
  CHECK(set("SELECT current_setting('lock_timeout')") == std::nullopt);
  CHECK(is_zero("0"));
  CHECK(is_zero("00ms"));
  CHECK(is_zero("0 s"));
  CHECK(is_zero(""));
  CHECK_FALSE(is_zero("10s"));
  CHECK_FALSE(is_zero("0.5s"));
}

TEST_CASE("a text of another encoding has a tree and traits, too") {
  const std::string latin1 = "CREATE INDEX CONCURRENTLY i ON t (a) WHERE b = 'caf\xE9'";
  CHECK(sql::traits_of(latin1).outside_transaction);
  const auto tree = Tree::parse(latin1);
  REQUIRE(tree.has_value());
  CHECK(tree->statement().body().text("idxname") == "i");
  CHECK(tree->statement().all_text("sval").back() == "caf\uFFFD");
}

TEST_CASE("tokens are those of PostgreSQL's scanner, comments with them") {
  const std::string sql = "SELECT a -- one\n, '-- none' /* two /* nested */ */ FROM \"T\"";
  std::vector<std::string> comments;
  std::vector<std::string> identifiers;
  for (const Token& token : tokens_of(sql)) {
    const bool comment = token.kind == TokenKind::line_comment || token.kind == TokenKind::block_comment;
    if (comment) comments.emplace_back(token.of(sql));
    if (token.kind == TokenKind::identifier) identifiers.emplace_back(token.of(sql));
  }
  CHECK(comments == std::vector<std::string>{"-- one", "/* two /* nested */ */"});
  CHECK(identifiers == std::vector<std::string>{"a", "\"T\""});
  CHECK(tokens_of("SELECT 'open").empty());
}

}  // namespace
}  // namespace chandler::migrate::lint
