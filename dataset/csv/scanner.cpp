#include "dataset/csv/scanner.hpp"

namespace chandler::dataset::csv {
namespace {

std::array<bool, 256> special_bytes(std::initializer_list<char> bytes) {
  std::array<bool, 256> table{};
  for (const char c : bytes) table.at(static_cast<unsigned char>(c)) = true;
  return table;
}

const char* skip_plain(const std::array<bool, 256>& special, const char* at, const char* end) {
  while (at != end && !special[static_cast<unsigned char>(*at)]) ++at;
  return at;
}

}  // namespace

Scanner::Scanner(const Header& header, RecordSink& sink, const CsvOptions& options)
    : sink_(sink),
      options_(options),
      special_outside_(special_bytes({options.delimiter, options.quote, '\r', '\n'})),
      special_inside_(special_bytes({options.quote, options.escape, '\r', '\n'})),
      line_end_(header.line_end),
      columns_(header.names.size()),
      line_(header.lines + 1),
      server_line_(1) {}

std::unexpected<Defect> Scanner::here(Fault fault) const {
  return std::unexpected(Defect{.fault = fault, .line = line_, .field = in_record_ ? fields_ : 1});
}

std::expected<void, Defect> Scanner::feed(std::string_view piece) {
  for (;;) {
    const std::size_t wrong = utf8_.check(piece);
    if (auto scanned = scan(piece.substr(0, wrong)); !scanned) return scanned;
    if (wrong == std::string_view::npos) return {};
    auto defect = here(Fault::not_utf8);
    defect.error().seen = utf8_.culprit();
    if (!told_) return defect;
    if (!spoiled_) spoiled_ = defect.error();
    piece.remove_prefix(wrong);
    if (auto stepped = step_over(piece); !stepped) return stepped;
  }
}

// The byte before which no character ends may itself begin one.
std::expected<void, Defect> Scanner::step_over(std::string_view& piece) {
  utf8_ = Utf8Checker();
  const std::string_view byte = piece.substr(0, 1);
  if (Utf8Checker().check(byte) != 0) return {};
  piece.remove_prefix(1);
  return scan(byte);
}

// What the last piece ended within.
void Scanner::continue_record(Piece& piece) {
  if (escape_pending_ && (*piece.at == options_.quote || *piece.at == options_.escape)) ++piece.at;
  escape_pending_ = false;
  if (after_return_ && *piece.at == '\n') {
    if (line_end_ == LineEnd::newline) ++server_line_;
    ++piece.at;
  }
  after_return_ = false;
}

std::expected<void, Defect> Scanner::scan(std::string_view bytes) {
  Piece piece{.at = bytes.data(), .end = bytes.data() + bytes.size(), .kept = bytes.data()};
  if (piece.at == piece.end) return {};
  if (return_pending_) {
    if (auto resolved = resolve_return(piece); !resolved) return resolved;
  }
  continue_record(piece);
  while (piece.at != piece.end) {
    if (!in_record_) {
      in_record_ = true;
      fields_ = 1;
      record_line_ = line_;
      record_server_line_ = server_line_;
      sink_.begin(line_);
    }
    piece.at = skip_plain(quoted_ ? special_inside_ : special_outside_, piece.at, piece.end);
    if (piece.at == piece.end) break;
    if (auto handled = special(piece); !handled) return handled;
  }
  if (piece.kept != piece.end) sink_.bytes({piece.kept, piece.end});
  return {};
}

std::expected<void, Defect> Scanner::special(Piece& piece) {
  const char c = *piece.at;
  if (c == options_.quote) {
    quoted_ = !quoted_;
    if (quoted_) quote_line_ = line_;
    ++piece.at;
  } else if (quoted_ && c == options_.escape) {
    ++piece.at;
    escape_pending_ = piece.at == piece.end;
    if (!escape_pending_ && (*piece.at == options_.quote || *piece.at == options_.escape)) ++piece.at;
  } else if (quoted_) {
    quoted_break(piece);
  } else if (c == options_.delimiter) {
    ++fields_;
    ++piece.at;
  } else {
    return line_break(piece);
  }
  return {};
}

void Scanner::quoted_break(Piece& piece) {
  const bool server_counts_newlines = line_end_ == LineEnd::newline;
  const char c = *piece.at++;
  ++line_;
  if ((c == '\n') == server_counts_newlines) ++server_line_;
  if (c == '\n') return;
  after_return_ = piece.at == piece.end;
  if (after_return_ || *piece.at != '\n') return;
  if (server_counts_newlines) ++server_line_;
  ++piece.at;
}

std::expected<void, Defect> Scanner::line_break(Piece& piece) {
  const char c = *piece.at;
  if (c == '\n') {
    if (line_end_ != LineEnd::newline) return here(Fault::bare_newline);
    ++piece.at;
    return end_record(piece);
  }
  if (line_end_ == LineEnd::newline) return here(Fault::bare_return);
  ++piece.at;
  if (line_end_ == LineEnd::carriage_return) return end_record(piece);
  return_pending_ = true;
  if (piece.at == piece.end) return {};
  return resolve_return(piece);
}

std::expected<void, Defect> Scanner::resolve_return(Piece& piece) {
  if (*piece.at != '\n') return here(Fault::bare_return);
  return_pending_ = false;
  ++piece.at;
  return end_record(piece);
}

std::expected<void, Defect> Scanner::end_record(Piece& piece) {
  if (fields_ != columns_ && !spoiled_)
    spoiled_ = Defect{.fault = Fault::column_count, .line = record_line_, .seen = fields_, .expected = columns_};
  if (spoiled_) {
    if (!told_) return std::unexpected(*spoiled_);
    leave_out(piece);
    return {};
  }
  sink_.bytes({piece.kept, piece.at});
  piece.kept = piece.at;
  ++line_;
  ++server_line_;
  ++records_;
  in_record_ = false;
  sink_.end(server_line_);
  return {};
}

// COPY is not sent the record, and does not count its lines.
void Scanner::leave_out(Piece& piece) {
  sink_.discard();
  told_(*spoiled_);
  spoiled_.reset();
  piece.kept = piece.at;
  ++line_;
  server_line_ = record_server_line_;
  in_record_ = false;
}

std::expected<void, Defect> Scanner::finish() {
  if (!utf8_.complete()) return here(Fault::cut_character);
  if (quoted_) {
    return std::unexpected(Defect{.fault = Fault::open_quote, .line = quote_line_, .field = fields_});
  }
  if (return_pending_) return here(Fault::bare_return);
  if (!in_record_) return {};
  Piece rest{};
  return end_record(rest);
}

}  // namespace chandler::dataset::csv
