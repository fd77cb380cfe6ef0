#include <format>
#include <new>

#include <zstd.h>
#include <zstd_errors.h>

#include "dataset/content/decoder.hpp"

namespace chandler::dataset {
namespace {

constexpr int largest_window_log = 23;  // 8 MiB

struct Free {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

class Zstd final : public Decoder {
 public:
  Zstd() : context_(ZSTD_createDCtx()) {
    if (!context_) throw std::bad_alloc();
    ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, largest_window_log);
  }

  std::expected<Decoded, DecodeDefect> decode(std::string_view compressed, std::span<char> into) override {
    if (between_ && compressed.empty()) return Decoded{};
    ZSTD_inBuffer in{compressed.data(), compressed.size(), 0};
    ZSTD_outBuffer out{into.data(), into.size(), 0};
    const std::size_t result = ZSTD_decompressStream(context_.get(), &out, &in);
    if (ZSTD_isError(result) != 0) return std::unexpected(defect(result));
    between_ = result == 0;
    if (between_) ++frames_;
    return Decoded{.used = in.pos, .made = out.pos};
  }

  bool complete() const override { return between_ && frames_ > 0; }

 private:
  DecodeDefect defect(std::size_t result) const {
    const ZSTD_ErrorCode code = ZSTD_getErrorCode(result);
    if (code == ZSTD_error_memory_allocation) throw std::bad_alloc();
    if (code == ZSTD_error_frameParameter_windowTooLarge) {
      return {.message = "its zstd data needs more memory than the 8 MiB window that is read here",
              .hint = "Compress it at level 19 or less, without --long and --ultra"};
    }
    if (code == ZSTD_error_dictionary_wrong) {
      return {.message = "its zstd data needs a dictionary", .hint = "Compress it without -D"};
    }
    if (code == ZSTD_error_prefix_unknown && frames_ > 0) {
      return {.message = "behind the end of its zstd data stand bytes that are no zstd",
              .hint = "Make the file anew: it may be two files in one, or a download that was resumed wrongly"};
    }
    return {.message = std::format("its zstd data is damaged: {}", ZSTD_getErrorName(result)),
            .hint = "Copy or make it anew; zstd --test tells whether a file is whole"};
  }

  std::unique_ptr<ZSTD_DCtx, Free> context_;
  std::size_t frames_ = 0;
  bool between_ = true;  // nothing of the next frame was read
};

}  // namespace

std::unique_ptr<Decoder> zstd_decoder() {
  return std::make_unique<Zstd>();
}

}  // namespace chandler::dataset
