#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

#include "dataset/csv/defect.hpp"
#include "dataset/csv/header.hpp"
#include "dataset/csv/utf8.hpp"

namespace chandler::dataset::csv {

// Where the scanner puts what it finds. The bytes of a record come as they stand in the file, in one or
// more pieces, with their line end; views are good for the call only.
class RecordSink {
 public:
  RecordSink() = default;
  virtual ~RecordSink() = default;
  RecordSink(const RecordSink&) = delete;
  RecordSink& operator=(const RecordSink&) = delete;
  RecordSink(RecordSink&&) = delete;
  RecordSink& operator=(RecordSink&&) = delete;

  virtual void begin(std::uint64_t line) = 0;  // the file's line on which the record begins
  virtual void bytes(std::string_view raw) = 0;
  // The record is whole. `server_line` is the line that PostgreSQL's COPY names in its errors, had it
  // been sent a header of one line and then these records: that of the record's end, by its own count.
  virtual void end(std::uint64_t server_line) = 0;
};

// Finds the records of a CSV file behind its header, in pieces of any size, as PostgreSQL's COPY (FORMAT
// csv) does: a quote anywhere switches quoting, the line end is that of the header. Memory does not
// depend on the size of file, record or value. Source of the rules: CopyReadLineText in PostgreSQL 17's
// src/backend/commands/copyfromparse.c. Where COPY before 18 takes a line of only "\." as the end of the
// data, this takes it as data, as COPY does from 18 on.
class Scanner {
 public:
  // `header` is that of the file; the sink must live as long as the scanner.
  Scanner(const Header& header, RecordSink& sink);

  std::expected<void, Defect> feed(std::string_view piece);
  // The end of the file; ends a last record that has no line end.
  std::expected<void, Defect> finish();

  std::uint64_t records() const { return records_; }

 private:
  struct Piece {
    const char* at;  // the next byte
    const char* end;
    const char* kept;  // from here on nothing has gone to the sink yet
  };

  std::expected<void, Defect> scan(std::string_view piece);
  std::expected<void, Defect> special(Piece& piece);
  std::expected<void, Defect> line_break(Piece& piece);
  std::expected<void, Defect> resolve_return(Piece& piece);
  std::expected<void, Defect> end_record(Piece& piece);
  void quoted_break(Piece& piece);
  std::unexpected<Defect> here(Fault fault) const;

  RecordSink& sink_;
  LineEnd line_end_;
  std::size_t columns_;
  Utf8Checker utf8_;
  std::uint64_t records_ = 0;
  std::uint64_t line_;         // of the next byte
  std::uint64_t server_line_;  // COPY's own count, of the records so far
  std::uint64_t record_line_ = 0;
  std::uint64_t quote_line_ = 0;
  std::size_t fields_ = 1;
  bool in_record_ = false;
  bool quoted_ = false;
  bool return_pending_ = false;  // outside quotes, the last byte of a piece, where lines end with "\r\n"
  bool after_return_ = false;    // inside quotes: a newline now belongs to the line end already counted
};

}  // namespace chandler::dataset::csv
