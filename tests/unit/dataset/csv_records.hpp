#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/csv/scanner.hpp"

namespace chandler::dataset::csv {

struct Record {
  std::uint64_t line = 0;
  std::uint64_t server_line = 0;
  std::string raw;

  friend bool operator==(const Record&, const Record&) = default;
};

class Collector : public RecordSink {
 public:
  void begin(std::uint64_t line) override { records.push_back({.line = line}); }
  void bytes(std::string_view raw) override {
    if (!raw.empty()) records.back().raw += raw;
  }
  void end(std::uint64_t server_line) override { records.back().server_line = server_line; }

  std::vector<Record> records;
};

// Reads a whole file, header first, fed in pieces of `piece` bytes.
inline std::expected<std::vector<Record>, Defect> read_all(std::string_view file, std::size_t piece,
                                                           const CsvOptions& options = {}) {
  const auto header = read_header(file, true, options);
  if (!header) return std::unexpected(header.error());
  Collector collector;
  Scanner scanner(**header, collector, options);
  std::string_view rest = file.substr((*header)->bytes);
  while (!rest.empty()) {
    // A copy of its own, so that reading beyond it is seen by a sanitizer.
    const std::string head(rest.substr(0, piece));
    if (auto fed = scanner.feed(head); !fed) return std::unexpected(fed.error());
    rest.remove_prefix(head.size());
  }
  if (auto finished = scanner.finish(); !finished) return std::unexpected(finished.error());
  return collector.records;
}

}  // namespace chandler::dataset::csv
