#include "dataset/content/compression.hpp"

#include <algorithm>
#include <array>

namespace chandler::dataset {
namespace {

constexpr std::array compressed{Compression::gzip, Compression::zstd};

constexpr std::string_view gzip_magic = "\x1F\x8B";           // RFC 1952, 2.3.1
constexpr std::string_view zstd_magic = "\x28\xB5\x2F\xFD";   // RFC 8878, 3.1.1
constexpr std::string_view skippable_magic = "\x2A\x4D\x18";  // RFC 8878, 3.1.2: behind a byte from 0x50 to 0x5F

bool is_skippable_frame(std::string_view head) {
  return !head.empty() && (static_cast<unsigned char>(head.front()) & 0xF0) == 0x50 &&
         head.substr(1).starts_with(skippable_magic);
}

}  // namespace

std::string_view name_of(Compression compression) {
  switch (compression) {
    case Compression::none:
      return "not compressed";
    case Compression::gzip:
      return "gzip";
    case Compression::zstd:
      return "zstd";
  }
  return "";
}

std::string_view ending_of(Compression compression) {
  switch (compression) {
    case Compression::none:
      return "";
    case Compression::gzip:
      return ".gz";
    case Compression::zstd:
      return ".zst";
  }
  return "";
}

Compression compression_by_name(std::string_view file_name) {
  const auto* const found =
      std::ranges::find_if(compressed, [&](Compression kind) { return file_name.ends_with(ending_of(kind)); });
  return found == compressed.end() ? Compression::none : *found;
}

std::string_view without_compression(std::string_view file_name) {
  file_name.remove_suffix(ending_of(compression_by_name(file_name)).size());
  return file_name;
}

Compression compression_by_magic(std::string_view head) {
  if (head.starts_with(gzip_magic)) return Compression::gzip;
  if (head.starts_with(zstd_magic) || is_skippable_frame(head)) return Compression::zstd;
  return Compression::none;
}

}  // namespace chandler::dataset
