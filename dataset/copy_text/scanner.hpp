#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

#include "dataset/copy_text/defect.hpp"
#include "dataset/csv/header.hpp"
#include "dataset/format/record_scanner.hpp"
#include "dataset/format/record_sink.hpp"

namespace chandler::dataset::copy_text {

// Finds the records of a file in COPY's text format behind its header, in pieces of any size: behind a backslash any
// byte is data, the line end is that of the first line, and a line of only "\." ends the data. Memory does not depend
// on the size of file, record or value. Source of the rules: CopyReadLineText in PostgreSQL 17's
// src/backend/commands/copyfromparse.c. A "\." that is not alone on its line is a defect, where COPY before 18 takes
// it for the end and throws away what follows.
class Scanner final : public RecordScanner<Fault> {
 public:
  // `header` is that of the file; the sink must live as long as the scanner.
  Scanner(const csv::Header& header, RecordSink& sink, char delimiter);

  // The end of the file; ends a last record that has no line end.
  std::expected<void, Defect> finish();

  std::uint64_t records() const { return records_; }

 private:
  enum class State : std::uint8_t {
    before,           // a record
    first_backslash,  // the first byte of a record; it has not gone to the sink
    within,           // a record
    escape,           // behind a backslash within a record
    half_end,         // behind "\r", where lines end with "\r\n"
    marker,           // behind "\."
    marker_half,      // behind "\.\r", where lines end with "\r\n"
    ended,            // behind the marker's line
  };

  std::expected<void, Defect> scan(std::string_view piece) override;
  std::expected<void, Defect> before(std::string_view& rest);
  std::expected<void, Defect> first_backslash(std::string_view& rest);
  std::expected<void, Defect> within(std::string_view& rest);
  std::expected<void, Defect> escape(std::string_view& rest);
  std::expected<void, Defect> half_end(std::string_view& rest);
  std::expected<void, Defect> behind_marker(std::string_view& rest);
  std::expected<void, Defect> check_end(char c);
  void begin_record();
  void end_record();
  std::unexpected<Defect> here(Fault fault) const override;

  RecordSink& sink_;
  std::array<bool, 256> special_{};
  char delimiter_;
  csv::LineEnd line_end_;
  std::size_t columns_;
  State state_ = State::before;
  std::uint64_t records_ = 0;
  std::uint64_t line_;  // of the next byte
  std::uint64_t record_line_ = 0;
  std::size_t fields_ = 1;
};

}  // namespace chandler::dataset::copy_text
