#include "dataset/bring/data_set.hpp"

#include "dataset/content/content_reader.hpp"
#include "dataset/fault/row_error.hpp"

namespace chandler::dataset {

core::Expected<csv::Header> header_of(const SourceFile& file) {
  auto reader = ContentReader::open(file.path, file.name);
  if (!reader) return std::unexpected(reader.error());
  std::string head;
  for (;;) {
    const auto piece = reader->read();
    if (!piece) return std::unexpected(piece.error());
    head += *piece;
    auto header = csv::read_header(head, piece->empty());
    if (!header) return std::unexpected(defect_error(header.error(), file.name, {}));
    if (*header) return **std::move(header);
  }
}

}  // namespace chandler::dataset
