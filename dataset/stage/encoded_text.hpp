#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace chandler::dataset {

// What COPY is to be sent next, and how much of it is whole records.
struct EncodedText {
  std::string bytes;
  std::size_t whole = 0;          // up to the end of the last record that has ended
  std::uint64_t server_line = 0;  // of that end, by the count of a COPY that was sent all of the file

  void end_record(std::uint64_t line) {
    whole = bytes.size();
    server_line = line;
  }
  void clear() {
    bytes.clear();
    whole = 0;
  }
};

}  // namespace chandler::dataset
