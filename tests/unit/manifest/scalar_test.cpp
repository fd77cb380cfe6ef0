#include "cli/manifest/scalar.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

using namespace chandler::cli::manifest;
using nlohmann::json;

TEST_CASE("scalars without quotes are what kubectl takes them for") {
  CHECK(resolve("") == nullptr);
  CHECK(resolve("~") == nullptr);
  CHECK(resolve("yes") == true);
  CHECK(resolve("off") == false);
  CHECK(resolve("420") == 420);
  CHECK(resolve("0644") == 420);
  CHECK(resolve("0o644") == 420);
  CHECK(resolve("0x1A4") == 420);
  CHECK(resolve("1_000") == 1000);
  CHECK(resolve("-7") == -7);
  CHECK(resolve("18446744073709551615") == 18446744073709551615ULL);
  CHECK(resolve("1.5") == 1.5);
  CHECK(resolve("1e3") == 1000.0);
  CHECK(resolve("08") == 8.0);
  for (const auto* text : {"1.2.3", "250m", "64Mi", "10.0.0.1", "abc", "-", "2026-11-21", "0x", "1.4.2-rc1"}) {
    INFO(text);
    CHECK(resolve(text) == json(text));
  }
}

TEST_CASE("text is quoted where it would be taken for something else") {
  for (const auto* text :
       {"",      "yes",  "1",    "0644", "1.5",  "null", "~",   "- a",   "a: b", "a #b", "a:",         " a",
        "a ",    "*x",   "&x",   "!x",   "{x",   "[x",   "#x",  "@x",    "`x",   "%x",   "2026-11-21", "1:30",
        "1_000", "0x1f", ".inf", "é",    "a\nb", "a\tb", "'a'", "\"a\"", "?",    "-"}) {
    INFO(text);
    CHECK_FALSE(reads_as_text(text));
  }
  for (const auto* text : {"chandler-migrate", "/chandler-data/migrate", "registry.example.org/chandler:1.0.0",
                           "--source", "250m", "64Mi", "5s"}) {
    INFO(text);
    CHECK(reads_as_text(text));
  }
}
