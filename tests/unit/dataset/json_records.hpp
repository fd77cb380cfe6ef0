#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/json/splitter.hpp"

namespace chandler::dataset::json {

struct Object {
  std::uint64_t line = 0;
  std::string raw;

  friend bool operator==(const Object&, const Object&) = default;
};

class Objects : public RecordSink {
 public:
  void begin(std::uint64_t line) override { list.push_back({.line = line}); }
  void bytes(std::string_view raw) override { list.back().raw += raw; }
  void end(std::uint64_t server_line) override { last_server_line = server_line; }

  std::vector<Object> list;
  std::uint64_t last_server_line = 0;
};

inline std::expected<std::vector<Object>, Defect> split(Format::Kind kind, std::string_view file, std::size_t piece) {
  Objects objects;
  const auto splitter = make_splitter(kind, objects);
  while (!file.empty()) {
    // A copy of its own, so that reading beyond it is seen by a sanitizer.
    const std::string head(file.substr(0, piece));
    if (auto fed = splitter->feed(head); !fed) return std::unexpected(fed.error());
    file.remove_prefix(head.size());
  }
  if (auto finished = splitter->finish(); !finished) return std::unexpected(finished.error());
  return objects.list;
}

}  // namespace chandler::dataset::json
