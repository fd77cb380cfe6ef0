#include "init/migrate/layout/change.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::migrate {
namespace {

std::string change(const std::string& then, const std::string& now) {
  return harmless_change(now, [&](std::string_view text) { return text == then; });
}

TEST_CASE("changed line ends are told from the file alone") {
  for (const std::string then : {"a\nb\n", "a\r\nb\r\n", "a\nb",
                                 "\xEF\xBB\xBF"
                                 "a\nb\n"}) {
    for (const std::string now : {"a\nb\n", "a\r\nb\r\n", "a\nb", "a\r\nb\n"}) {
      CAPTURE(then, now);
      CHECK(change(then, now) == "only its line ends differ");
    }
  }
  CHECK(change("a\nb\n", "a\n\nb\n").empty());
}

TEST_CASE("added comments are told from the file alone") {
  CHECK(change("SELECT 1;\n", "-- Copyright\n-- all rights\n\nSELECT 1;\n") == "only comments were added");
  CHECK(change("SELECT 1;\n", "/* Copyright\n * all rights\n */\nSELECT 1;\n") == "only comments were added");
  CHECK(change("-- a\nx;\ny;\n", "-- a\nx;\n-- why\ny;\n") == "only comments were added");
  CHECK(change("x;\ny;\n", "-- a\nx;\r\n  -- b\ny;\n") == "only comments were added");
}

TEST_CASE("a real change, and a comment that is gone, are not told apart") {
  CHECK(change("SELECT 1;\n", "SELECT 2;\n").empty());
  CHECK(change("-- a\nSELECT 1;\n", "SELECT 1;\n").empty());
  CHECK(change("-- a\nSELECT 1;\n", "-- b\nSELECT 1;\n").empty());
  CHECK(change("a", "").empty());
  CHECK(change("a", "-- only a comment").empty());
}

}  // namespace
}  // namespace chandler::migrate
