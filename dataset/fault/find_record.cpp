#include "dataset/fault/find_record.hpp"

#include <algorithm>

#include "dataset/content/content_reader.hpp"
#include "dataset/csv/scanner.hpp"

namespace chandler::dataset {
namespace {

constexpr std::size_t longest_kept = 1024UZ * 1024;

class FindSink : public csv::RecordSink {
 public:
  explicit FindSink(std::uint64_t server_line) : wanted_(server_line) {}

  void begin(std::uint64_t line) override {
    if (!found_) record_ = {.line = line, .raw = {}};
  }
  void bytes(std::string_view raw) override {
    if (!found_) record_.raw += raw.substr(0, longest_kept - std::min(longest_kept, record_.raw.size()));
  }
  void end(std::uint64_t server_line) override { found_ = found_ || server_line == wanted_; }

  bool found() const { return found_; }
  const FoundRecord& record() const { return record_; }

 private:
  std::uint64_t wanted_;
  bool found_ = false;
  FoundRecord record_;
};

}  // namespace

std::optional<FoundRecord> find_record(const DataSet& data_set, std::uint64_t server_line) {
  auto reader = ContentReader::open(data_set.file.path, data_set.file.name);
  if (!reader) return std::nullopt;
  FindSink sink(server_line);
  csv::Scanner scanner(data_set.header, sink);
  std::size_t skip = data_set.header.bytes;
  for (;;) {
    const auto piece = reader->read();
    if (!piece) return std::nullopt;
    if (piece->empty()) {
      static_cast<void>(scanner.finish());  // what follows the record does not matter
      break;
    }
    const std::size_t skipped = std::min(skip, piece->size());
    skip -= skipped;
    const auto fed = scanner.feed(piece->substr(skipped));
    if (sink.found() || !fed) break;
  }
  if (!sink.found()) return std::nullopt;
  return sink.record();
}

}  // namespace chandler::dataset
