#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace chandler::dataset {

enum class Compression : std::uint8_t { none, gzip, zstd };

// "gzip": for messages.
std::string_view name_of(Compression compression);

// ".gz", ".zst", or nothing: how such a file's name ends.
std::string_view ending_of(Compression compression);

// What a file's name promises: by its ending.
Compression compression_by_name(std::string_view file_name);

// "food_item.csv.gz" without its compression's ending: "food_item.csv".
std::string_view without_compression(std::string_view file_name);

// What a file's first bytes say it is. Four bytes decide; with fewer, what is certain by then.
Compression compression_by_magic(std::string_view head);

}  // namespace chandler::dataset
