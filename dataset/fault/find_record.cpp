#include "dataset/fault/find_record.hpp"

#include <algorithm>

#include "dataset/content/content_reader.hpp"
#include "dataset/copy_text/record.hpp"
#include "dataset/copy_text/scanner.hpp"
#include "dataset/csv/scanner.hpp"
#include "dataset/json/row_reader.hpp"
#include "dataset/json/splitter.hpp"
#include "dataset/stage/json_encoder.hpp"

namespace chandler::dataset {
namespace {

// Of a CSV record; JSON has to be whole to be read.
constexpr std::size_t longest_kept = 1024UZ * 1024;

class FindSink : public RecordSink {
 public:
  FindSink(std::uint64_t server_line, std::size_t longest) : wanted_(server_line), longest_(longest) {}

  void begin(std::uint64_t line) override {
    if (found_) return;
    line_ = line;
    raw_.clear();
  }
  void bytes(std::string_view raw) override {
    if (!found_) raw_ += raw.substr(0, longest_ - std::min(longest_, raw_.size()));
  }
  void end(std::uint64_t server_line) override { found_ = found_ || server_line == wanted_; }

  bool found() const { return found_; }
  std::uint64_t line() const { return line_; }
  std::string& raw() { return raw_; }

 private:
  std::uint64_t wanted_;
  std::size_t longest_;
  std::uint64_t line_ = 0;
  bool found_ = false;
  std::string raw_;
};

// Feeds the file's records to a reader until the sink has what it looks for.
template <typename Reader>
bool find(const DataSet& data_set, Reader& reader, const FindSink& sink) {
  auto file = ContentReader::open(data_set.file.path, data_set.file.name);
  if (!file) return false;
  std::size_t skip = data_set.header.bytes;
  for (;;) {
    const auto piece = file->read();
    if (!piece) return false;
    if (piece->empty()) {
      static_cast<void>(reader.finish());  // what follows the record does not matter
      return sink.found();
    }
    const std::size_t skipped = std::min(skip, piece->size());
    skip -= skipped;
    const auto fed = reader.feed(piece->substr(skipped));
    if (sink.found() || !fed) return sink.found();
  }
}

std::optional<FoundRecord> find_csv(const DataSet& data_set, std::uint64_t server_line) {
  const CsvOptions& options = data_set.file.format.csv;
  FindSink sink(server_line, longest_kept);
  csv::Scanner scanner(data_set.header, sink, options);
  if (!find(data_set, scanner, sink)) return std::nullopt;
  return FoundRecord{{.file = data_set.file.name, .line = sink.line()},
                     csv::split_record(without_line_end(sink.raw()), options)};
}

std::optional<FoundRecord> find_text(const DataSet& data_set, std::uint64_t server_line) {
  const CsvOptions& options = data_set.file.format.csv;
  FindSink sink(server_line, longest_kept);
  copy_text::Scanner scanner(data_set.header, sink, options.delimiter);
  if (!find(data_set, scanner, sink)) return std::nullopt;
  return FoundRecord{{.file = data_set.file.name, .line = sink.line()},
                     copy_text::split_record(without_line_end(sink.raw()), options)};
}

std::optional<FoundRecord> find_json(const DataSet& data_set, std::uint64_t number) {
  const Format::Kind kind = data_set.file.format.kind;
  FindSink sink(number, json::longest_object);
  const auto splitter = json::make_splitter(kind, sink);
  if (!find(data_set, *splitter, sink)) return std::nullopt;
  FoundRecord record{.place = {.file = data_set.file.name, .line = sink.line()}, .values = {}};
  if (kind == Format::Kind::json) record.place.element = number;
  json::RowReader reader(json_targets(data_set));
  const auto row = reader.read(sink.raw());
  if (!row) return record;
  for (const auto& value : *row) record.values.push_back(value.transform([](auto text) { return std::string(text); }));
  return record;
}

}  // namespace

std::optional<FoundRecord> find_record(const DataSet& data_set, std::uint64_t server_line) {
  if (data_set.file.format.kind == Format::Kind::text) return find_text(data_set, server_line);
  return data_set.file.format.kind == Format::Kind::csv ? find_csv(data_set, server_line)
                                                        : find_json(data_set, server_line);
}

RowPlace numbered_place(const DataSet& data_set, std::uint64_t number) {
  const bool elements = data_set.file.format.kind == Format::Kind::json;
  return {.file = data_set.file.name, .line = elements ? 0 : number, .element = elements ? number : 0};
}

RowPlace place_of(const DataSet& data_set, std::uint64_t chandler_line) {
  if (data_set.file.remote) return {.file = data_set.file.name, .row = chandler_line};
  if (data_set.file.format.kind != Format::Kind::json) return {.file = data_set.file.name, .line = chandler_line};
  const auto record = find_json(data_set, chandler_line);
  return record ? record->place : RowPlace{.file = data_set.file.name, .element = chandler_line};
}

}  // namespace chandler::dataset
