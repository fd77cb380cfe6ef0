// Any bytes as a file name and as a version: every layout reads it without failing, no layout but Flyway's
// takes a file of a sub-folder, and Flyway's versions are ordered.
#include <cstdint>
#include <string_view>

#include "init/migrate/layout/flyway/checksum.hpp"
#include "init/migrate/layout/flyway/version.hpp"
#include "init/migrate/layout/layout.hpp"
#include "tests/fuzz/layouts/require.hpp"

namespace {

using namespace chandler::migrate;
using flyway_layout::Version;

void check_versions(std::string_view text) {
  const std::size_t half = text.size() / 2;
  const auto one = Version::parse(text.substr(0, half));
  const auto other = Version::parse(text.substr(half));
  if (one) require(Version::parse(one->text()) == one);
  if (one && other) require((*one < *other) + (*one == *other) + (*one > *other) == 1);
}

// Where a text is cut into pieces changes nothing.
void check_checksum(std::string_view text) {
  flyway_layout::Checksum sum;
  sum.add(text.substr(0, text.size() / 3));
  sum.add(text.substr(text.size() / 3));
  require(sum.value() == flyway_layout::checksum(text));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const Layout* layout : layouts()) {
    const bool owned = layout->owns(text);
    if (layout != &flyway() && text.contains('/')) require(!owned);
  }
  check_versions(text);
  check_checksum(text);
  return 0;
}
