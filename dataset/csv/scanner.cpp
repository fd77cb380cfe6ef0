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
  if (auto counted = check_count(fields_, columns_, record_line_); !counted) return counted;
  if (is_spoiled()) {
    skip_record(piece);
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
void Scanner::skip_record(Piece& piece) {
  leave_out(sink_);
  piece.kept = piece.at;
  ++line_;
  server_line_ = record_server_line_;
  in_record_ = false;
}

std::expected<void, Defect> Scanner::finish() {
  if (!ends_whole()) return here(Fault::cut_character);
  if (quoted_) {
    return std::unexpected(Defect{.fault = Fault::open_quote, .line = quote_line_, .field = fields_});
  }
  if (return_pending_) return here(Fault::bare_return);
  if (!in_record_) return {};
  Piece rest{};
  return end_record(rest);
}

}  // namespace chandler::dataset::csv
