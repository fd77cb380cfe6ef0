#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

#include "dataset/csv/defect.hpp"
#include "dataset/csv/header.hpp"
#include "dataset/format/record_scanner.hpp"
#include "dataset/format/record_sink.hpp"

namespace chandler::dataset::csv {

// Finds the records of a CSV file behind its header, in pieces of any size, as PostgreSQL's COPY (FORMAT
// csv) does: a quote anywhere switches quoting, the line end is that of the first line. Memory does not
// depend on the size of file, record or value. Source of the rules: CopyReadLineText in PostgreSQL 17's
// src/backend/commands/copyfromparse.c. Where COPY before 18 takes a line of only "\." as the end of the
// data, this takes it as data, as COPY does from 18 on.
class Scanner final : public RecordScanner<Fault> {
 public:
  // `header` is that of the file; the sink must live as long as the scanner.
  Scanner(const Header& header, RecordSink& sink, const CsvOptions& options = {});

  // The end of the file; ends a last record that has no line end.
  std::expected<void, Defect> finish();

  std::uint64_t records() const { return records_; }

 private:
  struct Piece {
    const char* at;  // the next byte
    const char* end;
    const char* kept;  // from here on nothing has gone to the sink yet
  };

  std::expected<void, Defect> scan(std::string_view piece) override;
  void continue_record(Piece& piece);
  std::expected<void, Defect> special(Piece& piece);
  std::expected<void, Defect> line_break(Piece& piece);
  std::expected<void, Defect> resolve_return(Piece& piece);
  std::expected<void, Defect> end_record(Piece& piece);
  void skip_record(Piece& piece);
  void quoted_break(Piece& piece);
  std::unexpected<Defect> here(Fault fault) const override;

  RecordSink& sink_;
  CsvOptions options_;
  std::array<bool, 256> special_outside_{};  // bytes that mean something outside quotes
  std::array<bool, 256> special_inside_{};
  LineEnd line_end_;
  std::size_t columns_;
  std::uint64_t records_ = 0;
  std::uint64_t line_;         // of the next byte
  std::uint64_t server_line_;  // COPY's own count, of the records so far
  std::uint64_t record_line_ = 0;
  std::uint64_t record_server_line_ = 0;
  std::uint64_t quote_line_ = 0;
  std::size_t fields_ = 1;
  bool in_record_ = false;
  bool quoted_ = false;
  bool escape_pending_ = false;  // inside quotes, behind an escape that is no quote
  bool return_pending_ = false;  // outside quotes, the last byte of a piece, where lines end with "\r\n"
  bool after_return_ = false;    // inside quotes: a newline now belongs to the line end already counted
};

}  // namespace chandler::dataset::csv
