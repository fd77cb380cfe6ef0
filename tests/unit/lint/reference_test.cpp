#include "init/migrate/lint/reference.hpp"

#include <cstdlib>
#include <format>
#include <fstream>
#include <string_view>

#include <catch2/catch_test_macros.hpp>

#include "tests/support/places.hpp"
#include "tests/unit/lint/cases.hpp"

namespace chandler::migrate::lint {
namespace {

// The page is written by hand but for what stands between "<!-- NAME: generated -->" and "<!-- end -->".
std::string with_part(const std::string& page, std::string_view name, const std::string& text) {
  const std::string begin = std::format("<!-- {}: generated -->\n", name);
  const std::size_t from = page.find(begin);
  if (from == std::string::npos) return page + begin;  // differs from the page
  const std::size_t to = page.find("<!-- end -->", from);
  if (to == std::string::npos) return page + begin;
  return page.substr(0, from + begin.size()) + text + page.substr(to);
}

TEST_CASE("docs/lint.md lists the rules of the registry, and what other linters have") {
  const std::filesystem::path page = tests::source_dir() / "docs/lint.md";
  const std::string expected =
      with_part(with_part(tests::text_of(page), "rules", rules_markdown()), "peers", peers_markdown());
  const char* update = std::getenv("CHANDLER_UPDATE_GOLDENS");
  if (update != nullptr && std::string_view(update) == "1") std::ofstream(page, std::ios::binary) << expected;
  CHECK(tests::text_of(page) == expected);
}

}  // namespace
}  // namespace chandler::migrate::lint
