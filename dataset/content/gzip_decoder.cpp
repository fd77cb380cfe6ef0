#include <algorithm>
#include <format>
#include <limits>
#include <new>

#define ZLIB_CONST  // its input is const
#include <zlib.h>

#include "dataset/content/decoder.hpp"

namespace chandler::dataset {
namespace {

// zlib's way to say: a gzip header and trailer, and the largest window.
constexpr int gzip_alone = 16 + MAX_WBITS;

uInt at_once(std::size_t size) {
  return static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
}

class Gzip final : public Decoder {
 public:
  Gzip() {
    if (inflateInit2(&stream_, gzip_alone) != Z_OK) throw std::bad_alloc();
  }
  ~Gzip() override { inflateEnd(&stream_); }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;
  Gzip(Gzip&&) = delete;
  Gzip& operator=(Gzip&&) = delete;

  std::expected<Decoded, DecodeDefect> decode(std::string_view compressed, std::span<char> into) override {
    if (between_ && compressed.empty()) return Decoded{};
    stream_.next_in = reinterpret_cast<const Bytef*>(compressed.data());
    stream_.avail_in = at_once(compressed.size());
    stream_.next_out = reinterpret_cast<Bytef*>(into.data());
    stream_.avail_out = at_once(into.size());
    const uInt given = stream_.avail_in;
    const uInt room = stream_.avail_out;
    const int result = inflate(&stream_, Z_NO_FLUSH);
    const Decoded step{.used = given - stream_.avail_in, .made = room - stream_.avail_out};
    between_ = between_ && step.used == 0;
    switch (result) {
      case Z_OK:
      case Z_BUF_ERROR:  // more input is needed
        return step;
      case Z_STREAM_END:
        ++members_;
        between_ = true;
        inflateReset(&stream_);
        return step;
      case Z_MEM_ERROR:
        throw std::bad_alloc();
      default:
        return std::unexpected(defect());
    }
  }

  bool complete() const override { return between_ && members_ > 0; }

 private:
  DecodeDefect defect() const {
    const std::string_view reason = stream_.msg == nullptr ? "unknown reason" : stream_.msg;
    if (members_ > 0 && reason == "incorrect header check") {
      return {.message = "behind the end of its gzip data stand bytes that are no gzip",
              .hint = "Make the file anew: it may be two files in one, or a download that was resumed wrongly"};
    }
    return {.message = std::format("its gzip data is damaged: {}", reason),
            .hint = "Copy or make it anew; gzip --test tells whether a file is whole"};
  }

  z_stream stream_{};
  std::size_t members_ = 0;
  bool between_ = true;  // nothing of the next member was read
};

}  // namespace

std::unique_ptr<Decoder> gzip_decoder() {
  return std::make_unique<Gzip>();
}

}  // namespace chandler::dataset
