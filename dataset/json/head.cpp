#include "dataset/json/head.hpp"

#include <utility>

#include "dataset/format/encoding.hpp"
#include "dataset/json/row_reader.hpp"

namespace chandler::dataset::json {

void HeadReader::First::begin(std::uint64_t begun) {
  if (!whole) line = begun;
}

void HeadReader::First::bytes(std::string_view raw) {
  if (!whole) object += raw;
}

void HeadReader::First::end(std::uint64_t /*server_line*/) {
  whole = true;
}

HeadReader::HeadReader(Format::Kind kind) : kind_(kind), splitter_(make_splitter(kind, first_)) {}

std::expected<std::optional<Head>, Defect> HeadReader::feed(std::string_view piece) {
  if (started_) return take(piece);
  start_ += piece;
  if (start_.size() < 4) return std::nullopt;
  started_ = true;
  const Encoding encoding = encoding_of(start_);
  if (encoding != Encoding::utf8) {
    return std::unexpected(Defect{.fault = encoding == Encoding::utf16 ? Fault::utf16 : Fault::utf32});
  }
  if (start_.starts_with(byte_order_mark)) head_.bytes = byte_order_mark.size();
  return take(std::string_view(start_).substr(head_.bytes));
}

std::expected<std::optional<Head>, Defect> HeadReader::take(std::string_view piece) {
  const auto fed = splitter_->feed(piece);
  if (first_.whole) return first_keys();
  if (!fed) return std::unexpected(fed.error());
  return std::nullopt;
}

std::expected<std::optional<Head>, Defect> HeadReader::finish() {
  if (!started_) {
    started_ = true;
    if (start_.starts_with(byte_order_mark)) head_.bytes = byte_order_mark.size();
    const auto taken = take(std::string_view(start_).substr(head_.bytes));
    if (!taken || *taken) return taken;
  }
  const auto finished = splitter_->finish();
  if (first_.whole) return first_keys();
  if (!finished) return std::unexpected(finished.error());
  return head_;
}

std::expected<std::optional<Head>, Defect> HeadReader::first_keys() {
  auto keys = keys_of(first_.object);
  if (!keys) {
    Defect defect = std::move(keys).error();
    defect.line = first_.line;
    defect.element = kind_ == Format::Kind::json ? 1 : 0;
    return std::unexpected(std::move(defect));
  }
  if (keys->empty()) {
    return std::unexpected(
        Defect{.fault = Fault::no_keys, .line = first_.line, .element = kind_ == Format::Kind::json ? 1U : 0U});
  }
  head_.keys = *std::move(keys);
  return head_;
}

}  // namespace chandler::dataset::json
