#pragma once

#include <cstdint>
#include <string_view>

namespace chandler::dataset {

// Where a reader puts the records that it finds. The bytes of a record come as they stand in the file, in
// one or more pieces; views are good for the call only.
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
  // The record is whole. `server_line` is the line that PostgreSQL's COPY names in its errors, had it been
  // sent these records alone, behind a header of one line in CSV: that of the record's end, by its own count.
  virtual void end(std::uint64_t server_line) = 0;
  // In the place of end: the record that was begun is wrong, and left out.
  virtual void discard() {}
};

// A record as a sink got it, without the line end.
inline std::string_view without_line_end(std::string_view record) {
  while (record.ends_with('\n') || record.ends_with('\r')) record.remove_suffix(1);
  return record;
}

}  // namespace chandler::dataset
