#pragma once

#include <cstdint>
#include <string_view>

namespace chandler::migrate::flyway_layout {

// Flyway's checksum of a file: one CRC-32 over its lines without their ends, where "\n", "\r" and "\r\n"
// end a line, as a signed number. `text` has no byte order mark (Folder takes it off, as Flyway does).
std::int32_t checksum(std::string_view text);

// The same of a text that comes in pieces.
class Checksum {
 public:
  void add(std::string_view piece);
  std::int32_t value() const { return static_cast<std::int32_t>(crc_); }

 private:
  void sum(std::string_view text);

  std::uint32_t crc_ = 0;
};

// Java's String.hashCode of a UTF-8 text: part of the number of Flyway's lock.
std::int32_t java_hash(std::string_view text);

}  // namespace chandler::migrate::flyway_layout
