#include "sql/batch.hpp"

namespace chandler::sql {

std::size_t batches_of(const Script& script, const Wrapping& wrapping) {
  const auto& pieces = script.pieces;
  if (pieces.empty()) return 1;
  return pieces.size() + (pieces.back().copy_data && !wrapping.suffix.empty() ? 1 : 0);
}

Batch make_batch(const Script& script, std::size_t index, const Wrapping& wrapping) {
  Batch out;
  if (index < script.pieces.size()) out = make_batch(script.text, script.pieces[index]);
  if (index == 0) {
    out.text.insert(0, wrapping.prefix);
    out.prefix_bytes = wrapping.prefix.size();
    out.prefix_statements = wrapping.prefix_statements;
  }
  if (index + 1 == batches_of(script, wrapping)) out.text += wrapping.suffix;
  return out;
}

Batch make_batch(std::string_view text, const Piece& piece) {
  Batch out{
      .text = std::string(piece.sql.of(text)), .script = piece.sql, .whole = piece.whole, .copy_data = piece.copy_data};
  // The last statement may lack its ';' or end in a comment.
  out.text += "\n;";
  return out;
}

}  // namespace chandler::sql
