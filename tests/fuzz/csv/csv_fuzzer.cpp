// Any bytes, in pieces of any size: the reader never fails on its own, reads the same in pieces as whole,
// and hands on exactly the bytes that it was given. With a seed corpus and dictionary:
//   csv_fuzzer -dict=tests/fuzz/csv/csv.dict CORPUS
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "dataset/csv/scanner.hpp"

namespace {

using namespace chandler::dataset::csv;
using chandler::dataset::RecordSink;

class Joined : public RecordSink {
 public:
  void begin(std::uint64_t line) override { lines += std::to_string(line) + " "; }
  void bytes(std::string_view raw) override { text += raw; }
  void end(std::uint64_t server_line) override { lines += std::to_string(server_line) + "\n"; }

  std::string lines;
  std::string text;
};

struct Reading {
  bool accepted = false;
  Defect defect;
  std::string lines;
  std::string text;
};

Reading read(const Header& header, std::string_view rows, std::size_t piece) {
  Joined sink;
  Scanner scanner(header, sink);
  while (!rows.empty()) {
    const std::string head(rows.substr(0, piece));
    if (auto fed = scanner.feed(head); !fed) return {.defect = fed.error()};
    rows.remove_prefix(head.size());
  }
  if (auto finished = scanner.finish(); !finished) return {.defect = finished.error()};
  return {.accepted = true, .lines = sink.lines, .text = sink.text};
}

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t piece = 1 + data[0] % 16;
  const std::string_view file(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto header = read_header(file, true);
  if (!header) return 0;
  require(header->has_value());
  require((*header)->bytes <= file.size());
  const std::string_view rows = file.substr((*header)->bytes);
  const Reading whole = read(**header, rows, rows.size() + 1);
  const Reading pieces = read(**header, rows, piece);
  require(whole.accepted == pieces.accepted);
  require(whole.defect == pieces.defect);
  require(whole.lines == pieces.lines);
  if (whole.accepted) require(whole.text == rows && pieces.text == rows);
  return 0;
}
