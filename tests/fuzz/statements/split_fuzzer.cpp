// Any bytes as a file of statements: the pieces follow each other without a gap, joining them gives the same
// bytes, and each holds its statement and its rows.
#include <cstdint>
#include <string>
#include <string_view>

#include "sql/split.hpp"
#include "tests/fuzz/layouts/require.hpp"

using namespace chandler::migrate;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto statements = split(text);
  if (!statements) {
    require(!statements.error().message.empty());
    return 0;
  }
  std::string joined;
  for (const sql::Statement& each : *statements) {
    require(each.whole.begin == joined.size());
    require(each.whole.begin <= each.sql.begin && each.sql.begin < each.sql.end && each.sql.end <= each.whole.end);
    if (each.copy_data) require(each.sql.end <= each.copy_data->begin && each.copy_data->end <= each.whole.end);
    joined += each.whole.of(text);
  }
  require(statements->empty() || joined == text);
  return 0;
}
