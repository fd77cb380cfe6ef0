// Any bytes as a file in COPY's text format, in pieces of any size: the reader never fails on its own, reads the same
// in pieces as whole, and hands on exactly the bytes that it was given, up to the line "\.". Each record has as many
// values as the header has names. With a dictionary:
//   copy_text_fuzzer -dict=tests/fuzz/copy_text/copy_text.dict CORPUS
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "dataset/copy_text/record.hpp"
#include "dataset/copy_text/scanner.hpp"

namespace {

using namespace chandler::dataset::copy_text;
using chandler::dataset::CsvOptions;
using chandler::dataset::RecordSink;
using chandler::dataset::csv::Header;

void require(bool condition) {
  if (!condition) std::abort();
}

class Joined : public RecordSink {
 public:
  Joined(const CsvOptions& options, std::size_t columns) : options_(options), columns_(columns) {}

  void begin(std::uint64_t line) override {
    lines += std::to_string(line) + " ";
    record_.clear();
  }
  void bytes(std::string_view raw) override {
    text += raw;
    record_ += raw;
  }
  void end(std::uint64_t server_line) override {
    lines += std::to_string(server_line) + "\n";
    while (record_.ends_with('\n') || record_.ends_with('\r')) {
      if (record_.size() > 1 && record_[record_.size() - 2] == '\\') break;  // a value may end so
      record_.pop_back();
    }
    require(split_record(record_, options_).size() == columns_);
  }

  std::string lines;
  std::string text;

 private:
  const CsvOptions& options_;
  std::size_t columns_;
  std::string record_;
};

struct Reading {
  bool accepted = false;
  Defect defect;
  std::string lines;
  std::string text;
};

Reading read(const Header& header, const CsvOptions& options, std::string_view rows, std::size_t piece) {
  Joined sink(options, header.names.size());
  Scanner scanner(header, sink, options.delimiter);
  while (!rows.empty()) {
    const std::string head(rows.substr(0, piece));
    if (auto fed = scanner.feed(head); !fed) return {.defect = fed.error()};
    rows.remove_prefix(head.size());
  }
  if (auto finished = scanner.finish(); !finished) return {.defect = finished.error()};
  return {.accepted = true, .lines = sink.lines, .text = sink.text};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t piece = 1 + data[0] % 16;
  const CsvOptions options{
      .delimiter = standard_delimiter, .null = std::string(standard_null), .header = data[0] % 32 < 16};
  const std::string_view file(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto header = read_header(file, true, options);
  if (!header) return 0;
  require(header->has_value());
  require((*header)->bytes <= file.size());
  const std::string_view rows = file.substr((*header)->bytes);
  const Reading whole = read(**header, options, rows, rows.size() + 1);
  const Reading pieces = read(**header, options, rows, piece);
  require(whole.accepted == pieces.accepted);
  require(whole.defect == pieces.defect);
  require(whole.lines == pieces.lines);
  if (whole.accepted) require(rows.starts_with(whole.text) && pieces.text == whole.text);
  return 0;
}
