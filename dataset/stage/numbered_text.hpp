#pragma once

#include <cstdint>
#include <string>

#include "dataset/format/record_sink.hpp"
#include "dataset/stage/encoded_text.hpp"
#include "dataset/stage/row_watcher.hpp"

namespace chandler::dataset {

// Gathers records that go to COPY as they stand in the file, each behind its line's number where that is asked for.
class NumberedText : public RecordSink {
 public:
  // `server_line`: COPY's count before the first record.
  NumberedText(bool numbered, std::uint64_t server_line)
      : text{.bytes = {}, .whole = 0, .server_line = server_line}, numbered_(numbered) {}

  void begin(std::uint64_t line) override;
  void bytes(std::string_view raw) override;
  void end(std::uint64_t server_line) override;
  void discard() override { record_.clear(); }

  EncodedText text;
  RowWatcher* watcher = nullptr;
  bool too_long = false;  // a watched record is

 private:
  // With what stands between it and the record.
  virtual void append_number(std::uint64_t line, std::string& to) const = 0;

  bool numbered_;
  std::string record_;  // watched, and not whole yet
  std::uint64_t line_ = 0;
};

}  // namespace chandler::dataset
