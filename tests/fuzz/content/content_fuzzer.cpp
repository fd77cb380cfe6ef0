// Any bytes as gzip or zstd, in pieces of any size: the decoders always come to an end, and what they accept
// reads the same in pieces as whole.
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "dataset/content/decoder.hpp"

namespace {

using namespace chandler::dataset;

// A few bytes may stand for gigabytes.
constexpr std::size_t longest = 1UZ << 20;

void require(bool condition) {
  if (!condition) std::abort();
}

// The content; nullopt: refused, or it may not end here, or it is too long for a test.
std::optional<std::string> decode(Compression compression, std::string_view bytes, std::size_t piece) {
  const auto decoder = compression == Compression::gzip ? gzip_decoder() : zstd_decoder();
  std::string content;
  std::string into(1 + piece * 3, '\0');
  std::string_view input;
  while (content.size() < longest) {
    const auto step = decoder->decode(input, into);
    if (!step) return std::nullopt;
    require(step->used <= input.size() && step->made <= into.size());
    content.append(into, 0, step->made);
    input.remove_prefix(step->used);
    if (step->made > 0 || step->used > 0) continue;
    require(input.empty());  // what stands still has to have used all of it
    if (bytes.empty()) return decoder->complete() ? std::optional(content) : std::nullopt;
    input = bytes.substr(0, piece);
    bytes.remove_prefix(input.size());
  }
  return std::nullopt;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Compression compression = compression_by_magic(bytes);
  if (compression == Compression::none) return 0;
  const auto whole = decode(compression, bytes, size);
  const auto pieces = decode(compression, bytes, 1 + data[0] % 16);
  if (whole && pieces) require(*whole == *pieces);
  if (whole && whole->size() < longest / 2) require(pieces.has_value());
  return 0;
}
