#include <catch2/catch_test_macros.hpp>

#include "init/migrate/layout/goose/annotation.hpp"
#include "init/migrate/layout/goose/sections.hpp"
#include "init/migrate/layout/goose/substitution.hpp"
#include "tests/unit/migrate/temporary_folder.hpp"

namespace chandler::migrate::goose_layout {
namespace {

TEST_CASE("goose: directives are read in any case") {
  const auto is = [](std::string_view line, Annotation wanted) {
    const auto found = annotation_of(line);
    return found && *found == wanted;
  };
  CHECK(is("-- +goose Up", Annotation::up));
  CHECK(is("--+GOOSE UP", Annotation::up) == false);  // "+goose" itself is lower case
  CHECK(is("--+goose UP", Annotation::up));
  CHECK(is("-- +goose   down  ", Annotation::down));
  CHECK(is("-- +goose statementbegin", Annotation::statement_begin));
  CHECK(is("-- +goose StatementEnd\r", Annotation::statement_end));
  CHECK(is("-- +goose No Transaction", Annotation::no_transaction));
  CHECK(is("-- +goose ENVSUB on", Annotation::envsub_on));
  CHECK(is("-- +goose ENVSUB OFF", Annotation::envsub_off));
  CHECK(is("---- +goose Up", Annotation::up));
  CHECK_FALSE(annotation_of("SELECT '+goose Up';")->has_value());
  CHECK_FALSE(annotation_of("-- a comment")->has_value());
}

TEST_CASE("goose: a comment with +goose that is no directive is refused") {
  for (const auto* line : {"-- +goose", "-- +goose Upwards", "-- see +goose Up", " -- +goose Up", "\t-- +goose Up",
                           "-- +goose Up +goose Down", "-- +goose NO  TRANSACTION"}) {
    CAPTURE(line);
    const auto found = annotation_of(line);
    REQUIRE_FALSE(found.has_value());
    CHECK(found.error().code == "migrate.directive");
    CHECK_FALSE(found.error().hint.empty());
  }
}

core::Expected<Sections> sections(const std::string& text) {
  const TemporaryFolder folder({{"1_a.sql", text}});
  const Folder open = folder.open();
  return read_sections(open, open.view("1_a.sql").value(), "1_a.sql");
}

TEST_CASE("goose: sound files") {
  CHECK(sections("-- +goose Up")->down == std::string_view::npos);
  CHECK(sections("-- a licence\n\n-- +goose NO TRANSACTION\n-- +goose Up\n")->in_transaction == false);
  CHECK(sections("\xEF\xBB\xBF-- +goose Up\r\nSELECT 1;\r\n-- +goose Down\r\n")->down == 25);
  const auto block =
      sections("-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\nSELECT 2\n-- +goose StatementEnd\n-- +goose Down\n");
  REQUIRE(block.has_value());
  CHECK_FALSE(block->unfinished_up.has_value());
}

TEST_CASE("goose: files that goose refuses") {
  struct Row {
    std::string text;
    std::string where;
    std::string message;
  };
  const std::vector<Row> rows{
      {"", "1_a.sql:1", "no \"-- +goose Up\""},
      {"-- only a comment\n", "1_a.sql:1", "no \"-- +goose Up\""},
      {"SELECT 1;\n-- +goose Up\n", "1_a.sql:1", "before \"-- +goose Up\""},
      {"-- +goose Down\n", "1_a.sql:1", "after Up"},
      {"-- +goose Up\n-- +goose Up\n", "1_a.sql:2", "twice"},
      {"-- +goose Up\n-- +goose Down\n-- +goose Down\n", "1_a.sql:3", "once"},
      {"-- +goose StatementBegin\n-- +goose Up\n", "1_a.sql:1", "after Up or Down"},
      {"-- +goose Up\n-- +goose StatementBegin\n-- +goose StatementBegin\n", "1_a.sql:3", "StatementBegin"},
      {"-- +goose Up\n-- +goose StatementEnd\n", "1_a.sql:2", "without"},
      {"-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n", "1_a.sql:3", "missing"},
      {"-- +goose Up\n-- +goose StatementBegin\n-- +goose Down\n", "1_a.sql:3", "within"},
      {"-- +goose Up\n\n-- +goose Upp\n", "1_a.sql:3", "no directive"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto read = sections(row.text);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().code == "migrate.directive");
    CHECK(read.error().where == row.where);
    CHECK(read.error().message.contains(row.message));
  }
}

TEST_CASE("goose: a statement ends on a line whose last word ends in ';'") {
  CHECK_FALSE(sections("-- +goose Up\nSELECT 1; -- why\n")->unfinished_up.has_value());
  CHECK_FALSE(sections("-- +goose Up\nSELECT\n1\n;\n\n-- the end\n")->unfinished_up.has_value());
  const auto open_end = sections("-- +goose Up\n\nSELECT 1\n-- +goose Down\nSELECT 2;\n");
  REQUIRE(open_end.has_value());
  REQUIRE(open_end->unfinished_up.has_value());
  CHECK(open_end->unfinished_up->where == "1_a.sql:3");
  CHECK_FALSE(open_end->unfinished_down.has_value());
  CHECK(sections("-- +goose Up\nSELECT 1; SELECT 2\n")->unfinished_up.has_value());
  CHECK(sections("-- +goose Up\nSELECT 1 -- ;\n")->unfinished_up.has_value());
}

std::string substituted(std::string_view line) {
  const auto out = substitute(line, [](std::string_view name) -> std::optional<std::string> {
    if (name == "NAME") return "menu";
    if (name == "EMPTY") return "";
    return std::nullopt;
  });
  return out ? *out : "refused: " + out.error().message;
}

// The rows of interpolate's own documentation and tests.
TEST_CASE("goose: ENVSUB's forms") {
  CHECK(substituted("a $NAME b") == "a menu b");
  CHECK(substituted("${NAME}s") == "menus");
  CHECK(substituted("[$UNSET][${UNSET}]") == "[][]");
  CHECK(substituted("${UNSET-x}${EMPTY-x}${NAME-x}") == "xmenu");
  CHECK(substituted("${UNSET:-x}${EMPTY:-x}${NAME:-x}") == "xxmenu");
  CHECK(substituted("${UNSET:-${NAME:-y}}") == "menu");
  CHECK(substituted("${UNSET-a b;'c'}") == "a b;'c'");
  CHECK(substituted("${NAME:1}") == "enu");
  CHECK(substituted("${NAME:1:2}") == "en");
  CHECK(substituted("${NAME: -2}") == "nu");
  CHECK(substituted("${NAME:0:-1}") == "men");
  CHECK(substituted("${NAME:9}|${NAME:-9:1}") == "|menu");
  CHECK(substituted("${NAME?needed}") == "menu");
  CHECK(substituted("$$NAME") == "$NAME");
  CHECK(substituted("\\$NAME") == "$NAME");
  CHECK(substituted("\\\\x") == "\\\\x");
  CHECK(substituted("$(ls) costs 5$") == "$(ls) costs 5$");
  CHECK(substituted("$$ body $$") == "$ body $");
}

TEST_CASE("goose: what ENVSUB refuses") {
  CHECK(substituted("${UNSET?}") == "refused: $UNSET: not set");
  CHECK(substituted("${UNSET?give ${NAME}}") == "refused: $UNSET: give menu");
  CHECK(substituted("$1").starts_with("refused: expected the name of a variable"));
  CHECK(substituted("${}").starts_with("refused: expected the name of a variable"));
  CHECK(substituted("${NAME").starts_with("refused: expected"));
  CHECK(substituted("${NAME!}").starts_with("refused: expected"));
  CHECK(substituted("${NAME:-x").starts_with("refused: expected \"}\""));
  CHECK(substituted("${NAME:x}").starts_with("refused: expected a whole number"));
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "${UNSET:-";
  CHECK(substituted(deep).starts_with("refused: the braces are nested too deep"));
}

}  // namespace
}  // namespace chandler::migrate::goose_layout
