// Any bytes as a file of dbmate's: the blocks follow each other to the file's end and begin with their
// directives, and line ends change nothing. With a dictionary:
//   dbmate_fuzzer -dict=tests/fuzz/layouts/directives.dict CORPUS
#include <cstdint>
#include <string>
#include <string_view>

#include "init/migrate/layout/dbmate/blocks.hpp"
#include "tests/fuzz/layouts/carriage_returns.hpp"
#include "tests/fuzz/layouts/require.hpp"

namespace {

using namespace chandler::migrate;
using namespace chandler::migrate::dbmate_layout;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Folder folder;
  const auto blocks = read_blocks(folder, text, "1_a.sql");
  if (blocks) {
    require(blocks->up.there);
    require(blocks->up.range.of(text).starts_with("--"));
    require(begins_up(
        text.substr(blocks->up.range.begin, text.find('\n', blocks->up.range.begin) - blocks->up.range.begin)));
    require(blocks->up.range.end == (blocks->down.there ? blocks->down.range.begin : text.size()));
    if (blocks->down.there) require(blocks->down.range.end == text.size());
  } else {
    require(blocks.error().where.starts_with("1_a.sql:"));
  }
  if (!text.contains('\r')) {
    const auto same = read_blocks(folder, with_carriage_returns(text), "1_a.sql");
    require(same.has_value() == blocks.has_value());
    if (blocks) require(same->up.in_transaction == blocks->up.in_transaction);
  }
  return 0;
}
