#include "dataset/bring/data_set.hpp"

#include "dataset/content/content_reader.hpp"
#include "dataset/fault/json_error.hpp"
#include "dataset/fault/row_error.hpp"
#include "dataset/json/head.hpp"

namespace chandler::dataset {
namespace {

core::Expected<csv::Header> csv_header(ContentReader& reader, const SourceFile& file) {
  std::string head;
  for (;;) {
    const auto piece = reader.read();
    if (!piece) return std::unexpected(piece.error());
    head += *piece;
    auto header = csv::read_header(head, piece->empty(), file.format.csv);
    if (!header) return std::unexpected(defect_error(header.error(), file.name, {}));
    if (*header) return **std::move(header);
  }
}

core::Expected<csv::Header> json_header(ContentReader& reader, const SourceFile& file) {
  json::HeadReader head(file.format.kind);
  for (;;) {
    const auto piece = reader.read();
    if (!piece) return std::unexpected(piece.error());
    auto read = piece->empty() ? head.finish() : head.feed(*piece);
    if (!read) return std::unexpected(defect_error(read.error(), file.name, {}));
    if (*read) return csv::Header{.names = (*read)->keys, .bytes = (*read)->bytes};
  }
}

}  // namespace

Need need_of(const Policy& policy) {
  if (policy.mode == Mode::append) return Need::ever;
  return leaves_exact_copy(policy) ? Need::exact : Need::latest;
}

Question question_of(const DataSet& data_set) {
  return {.table = data_set.table.name, .hash = data_set.hash, .need = need_of(data_set.policy)};
}

core::Expected<csv::Header> header_of(const SourceFile& file) {
  auto reader = ContentReader::open(file.path, file.name);
  if (!reader) return std::unexpected(reader.error());
  return file.format.kind == Format::Kind::csv ? csv_header(*reader, file) : json_header(*reader, file);
}

}  // namespace chandler::dataset
