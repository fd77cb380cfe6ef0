#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "dataset/table/table.hpp"

namespace chandler::dataset {

// The row that COPY complains about.
struct CopyPlace {
  std::uint64_t server_line = 0;      // by COPY's own count
  std::optional<std::size_t> column;  // its place among the columns
  // As the server repeats it, of its first bytes; nullopt: NULL, or not told, as in binary format.
  std::optional<std::string> value;
};

// From an error's context, such as `COPY chandler_stage_0, line 17, column price: "12,50"`, also where
// the server's messages are in another language. Nullopt: no COPY into `relation` is named.
std::optional<CopyPlace> parse_copy_context(std::string_view context, std::string_view relation,
                                            std::span<const Column> columns);

}  // namespace chandler::dataset
