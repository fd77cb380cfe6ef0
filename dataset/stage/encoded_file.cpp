#include "dataset/stage/encoded_file.hpp"

#include <algorithm>
#include <filesystem>
#include <format>
#include <system_error>
#include <utility>

#include "dataset/description/digest.hpp"
#include "dataset/fault/failure.hpp"

namespace chandler::dataset {
namespace {

core::Error changed(const DataSet& data_set) {
  return {.outcome = core::Outcome::could_not,
          .code = "load.changed",
          .message = "the file changed while it was read",
          .where = data_set.file.name,
          .hint = std::format("{} Run it again", nothing_loaded)};
}

std::uint64_t size_of(const std::filesystem::path& path) {
  std::error_code unknown;
  const auto size = std::filesystem::file_size(path, unknown);
  return unknown ? 0 : size;
}

bool is_what_was_meant(const DataSet& data_set, ContentReader& reader) {
  return data_set.hash.admits(description::content_hash(reader.hash(), data_set.file.entry.get()), reader.identity());
}

}  // namespace

EncodedFile::EncodedFile(const DataSet& data_set, ContentReader reader, std::unique_ptr<Encoder> encoder)
    : data_set_(&data_set), reader_(std::move(reader)), encoder_(std::move(encoder)), skip_(data_set.header.bytes) {}

core::Expected<EncodedFile> EncodedFile::open(const DataSet& data_set, Into into) {
  auto reader = ContentReader::open(data_set.file.path, data_set.file.name);
  if (!reader) return std::unexpected(reader.error());
  if (data_set.meter != nullptr) data_set.meter->begin(data_set.file.name, size_of(data_set.file.path));
  // A raw table has the line, too, whatever becomes of its rows.
  return EncodedFile(data_set, *std::move(reader), make_encoder(data_set, data_set.conversion ? Into::stage : into));
}

core::Expected<bool> EncodedFile::read() {
  const auto piece = reader_.read();
  if (!piece) return std::unexpected(piece.error());
  if (piece->empty()) {
    if (auto finished = encoder_->finish(); !finished) return std::unexpected(finished.error());
    if (!is_what_was_meant(*data_set_, reader_)) return std::unexpected(changed(*data_set_));
    if (data_set_->meter != nullptr) data_set_->meter->end();
    return false;
  }
  const std::size_t skipped = std::min(skip_, piece->size());
  skip_ -= skipped;
  if (auto fed = encoder_->feed(piece->substr(skipped)); !fed) return std::unexpected(fed.error());
  if (data_set_->meter != nullptr) data_set_->meter->advance(reader_.stored_bytes(), encoder_->records());
  return true;
}

}  // namespace chandler::dataset
