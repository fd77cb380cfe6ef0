#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/json/splitter.hpp"

namespace chandler::dataset::json {

struct Head {
  std::vector<std::string> keys;  // of the first object; none: there is no object
  std::size_t bytes = 0;          // of the byte order mark
};

// Reads a file's beginning up to its first object.
class HeadReader {
 public:
  explicit HeadReader(Format::Kind kind);

  // Nullopt: more bytes are needed.
  std::expected<std::optional<Head>, Defect> feed(std::string_view piece);
  std::expected<std::optional<Head>, Defect> finish();

 private:
  class First : public RecordSink {
   public:
    void begin(std::uint64_t line) override;
    void bytes(std::string_view raw) override;
    void end(std::uint64_t server_line) override;

    std::uint64_t line = 0;
    std::string object;
    bool whole = false;
  };

  std::expected<std::optional<Head>, Defect> take(std::string_view piece);
  std::expected<std::optional<Head>, Defect> first_keys();

  Format::Kind kind_;
  First first_;
  std::unique_ptr<Splitter> splitter_;
  std::string start_;  // the first bytes, until it is known what they are
  bool started_ = false;
  Head head_;
};

}  // namespace chandler::dataset::json
