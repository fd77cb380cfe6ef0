#include <algorithm>
#include <array>
#include <charconv>

#include "dataset/remote/numbering.hpp"

namespace chandler::dataset::remote {

std::unique_ptr<Numbering> make_numbering(Wire wire, std::size_t columns, bool numbered) {
  if (wire == Wire::binary) return std::make_unique<BinaryNumbering>(columns, numbered);
  return std::make_unique<TextNumbering>(numbered);
}

std::expected<void, StreamFault> TextNumbering::feed(std::string_view piece, std::string& out) {
  while (!piece.empty()) {
    if (!in_row_) {
      in_row_ = true;
      ++rows_;
      if (numbered_) {
        std::array<char, 24> digits{};
        char* end = std::to_chars(digits.data(), digits.data() + digits.size() - 1, rows_).ptr;
        *end++ = '\t';
        out.append(digits.data(), end);
      }
    }
    const std::size_t end = piece.find('\n');
    const std::size_t taken = end == std::string_view::npos ? piece.size() : end + 1;
    in_row_ = end == std::string_view::npos;
    out += piece.substr(0, taken);
    piece.remove_prefix(taken);
  }
  return {};
}

std::expected<void, StreamFault> TextNumbering::finish() {
  if (in_row_) return std::unexpected(StreamFault{"it ends inside a row"});
  return {};
}

}  // namespace chandler::dataset::remote
