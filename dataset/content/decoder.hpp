#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "dataset/content/compression.hpp"

namespace chandler::dataset {

// Why compressed bytes cannot be read on.
struct DecodeDefect {
  std::string message;  // "the gzip data is damaged: incorrect data check"
  std::string hint;
};

struct Decoded {
  std::size_t used = 0;  // of what was put in
  std::size_t made = 0;  // of what was to be filled
};

// Takes compression off bytes that come in pieces of any size. Several gzip members, or zstd frames, one
// behind the other are one content. Memory does not depend on the content: 50 kB for gzip, 10 MB for zstd.
// Not thread-safe.
class Decoder {
 public:
  Decoder() = default;
  virtual ~Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  Decoder(Decoder&&) = delete;
  Decoder& operator=(Decoder&&) = delete;

  // Makes some bytes, or uses some, or both: while it makes any, there may be more without further input.
  virtual std::expected<Decoded, DecodeDefect> decode(std::string_view compressed, std::span<char> into) = 0;

  // Whether the content may end here: not in the middle of a member or frame, and not before the first.
  virtual bool complete() const = 0;
};

std::unique_ptr<Decoder> gzip_decoder();

// Refuses frames that need a window of more than 8 MiB, what RFC 8878 asks every reader to support and
// `zstd` writes up to its level 19.
std::unique_ptr<Decoder> zstd_decoder();

}  // namespace chandler::dataset
