#include "core/annotations/reference.hpp"

#include <cstdlib>
#include <fstream>
#include <string_view>

#include <catch2/catch_test_macros.hpp>

#include "tests/golden/cases/golden_case.hpp"
#include "tests/support/places.hpp"

namespace chandler::tests {

TEST_CASE("docs/annotations.md is what the registry says") {
  const std::filesystem::path page = tests::source_dir() / "docs/annotations.md";
  const std::string expected = core::annotations::reference_markdown();
  const char* update = std::getenv("CHANDLER_UPDATE_GOLDENS");
  if (update != nullptr && std::string_view(update) == "1") std::ofstream(page, std::ios::binary) << expected;
  CHECK(read_text(page) == expected);
}

}  // namespace chandler::tests
