#include "dataset/stage/copy_context.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::dataset {
namespace {

const std::vector<Column> columns{{.name = "id"}, {.name = "price"}, {.name = "unit price"}, {.name = "line 9"}};

struct Case {
  const char* context;
  std::uint64_t line;
  std::optional<std::size_t> column;
};

TEST_CASE("the row and column that COPY complains about are found") {
  const std::vector<Case> cases{
      {"COPY chandler_stage_0, line 17, column price: \"12,50\"", 17, 1},
      {"COPY chandler_stage_0, line 17, column unit price: \"12,50\"", 17, 2},
      {"COPY chandler_stage_0, line 3, column line 9: \"x\"", 3, 3},
      {"COPY chandler_stage_0, line 2, column price: null input", 2, 1},
      {"COPY chandler_stage_0, line 5: \"1,2,3\"", 5, std::nullopt},
      {"COPY chandler_stage_0, line 5", 5, std::nullopt},
      {"COPY chandler_stage_0, line 8, column id: \"two\nlines, column price: 7\"", 8, 0},
      {"COPY chandler_stage_0, Zeile 17, Spalte price: »12,50«", 17, 1},
      {"COPY chandler_stage_0, ligne 17, colonne price : « 12,50 »", 17, 1},
      {"chandler_stage_0のCOPY、行 17、列 price: \"12,50\"", 17, 1},
      {"PL/pgSQL function f() line 3 at RAISE\nCOPY chandler_stage_0, line 17, column id: \"x\"", 17, 0},
  };
  for (const Case& test : cases) {
    INFO(test.context);
    const auto place = parse_copy_context(test.context, "chandler_stage_0", columns);
    REQUIRE(place.has_value());
    CHECK(place->server_line == test.line);
    CHECK(place->column == test.column);
  }
}

TEST_CASE("another context is not taken for one of COPY") {
  CHECK_FALSE(parse_copy_context("", "chandler_stage_0", columns).has_value());
  CHECK_FALSE(parse_copy_context("COPY other, line 3", "chandler_stage_0", columns).has_value());
  CHECK_FALSE(parse_copy_context("SQL statement on chandler_stage_0", "chandler_stage_0", columns).has_value());
}

}  // namespace
}  // namespace chandler::dataset
