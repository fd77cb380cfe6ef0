// Any bytes, in pieces of any size: the reader never fails on its own, and finds the same objects, rows and
// faults in pieces as whole. With a seed corpus and dictionary:
//   json_fuzzer -dict=tests/fuzz/json/json.dict CORPUS
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "dataset/json/head.hpp"
#include "dataset/json/row_reader.hpp"
#include "dataset/json/splitter.hpp"

namespace {

using namespace chandler::dataset::json;
using chandler::dataset::Format;
using chandler::dataset::RecordSink;

// Every object as a row, as far as it is one.
class Rows : public RecordSink {
 public:
  explicit Rows(const std::vector<Target>& targets) : reader_(targets) {}

  void begin(std::uint64_t line) override {
    text += std::to_string(line) + ":";
    object_.clear();
  }
  void bytes(std::string_view raw) override { object_ += raw; }
  void end(std::uint64_t server_line) override {
    text += std::to_string(server_line);
    const auto row = reader_.read(object_);
    if (!row) text += "?" + std::to_string(static_cast<int>(row.error().fault)) + row.error().key;
    if (row) {
      for (const auto& value : *row) text += value ? "=" + std::string(*value) : "-";
    }
    text += "\n";
  }

  std::string text;

 private:
  std::string object_;
  RowReader reader_;
};

struct Reading {
  bool accepted = false;
  Defect defect;
  std::string rows;

  friend bool operator==(const Reading&, const Reading&) = default;
};

Reading read(Format::Kind kind, const std::vector<Target>& targets, std::string_view file, std::size_t piece) {
  Rows rows(targets);
  const auto splitter = make_splitter(kind, rows);
  while (!file.empty()) {
    const std::string head(file.substr(0, piece));
    if (auto fed = splitter->feed(head); !fed) return {.defect = fed.error(), .rows = {}};
    file.remove_prefix(head.size());
  }
  if (auto finished = splitter->finish(); !finished) return {.defect = finished.error(), .rows = rows.text};
  return {.accepted = true, .rows = rows.text};
}

std::expected<std::optional<Head>, Defect> read_head(Format::Kind kind, std::string_view file, std::size_t piece) {
  HeadReader reader(kind);
  while (!file.empty()) {
    const std::string part(file.substr(0, piece));
    auto head = reader.feed(part);
    if (!head || *head) return head;
    file.remove_prefix(part.size());
  }
  return reader.finish();
}

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t piece = 1 + data[0] % 16;
  const Format::Kind kind = data[0] < 128 ? Format::Kind::json : Format::Kind::ndjson;
  const std::string_view file(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto head = read_head(kind, file, file.size() + 1);
  const auto head_in_pieces = read_head(kind, file, piece);
  require(head.has_value() == head_in_pieces.has_value());
  if (!head) {
    require(head.error() == head_in_pieces.error());
    return 0;
  }
  require(head->has_value() && (*head)->keys == (*head_in_pieces)->keys && (*head)->bytes == (*head_in_pieces)->bytes);
  std::vector<Target> targets;
  for (const std::string& key : (*head)->keys) targets.push_back({key, static_cast<Shape>(targets.size() % 4)});
  const std::string_view rows = file.substr((*head)->bytes);
  require(read(kind, targets, rows, rows.size() + 1) == read(kind, targets, rows, piece));
  return 0;
}
