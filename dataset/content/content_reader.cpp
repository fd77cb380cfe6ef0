#include "dataset/content/content_reader.hpp"

#include <cstddef>
#include <format>
#include <utility>

#include "dataset/fault/failure.hpp"

namespace chandler::dataset {
namespace {

constexpr std::size_t decoded_size = 256UZ * 1024;

std::unexpected<core::Error> bad(const std::string& name, std::string message, std::string_view hint) {
  return std::unexpected(core::Error{.code = "load.bad_compression",
                                     .message = std::move(message),
                                     .where = name,
                                     .hint = std::format("{} {}", nothing_loaded, hint)});
}

std::unexpected<core::Error> not_as_named(const std::string& name, Compression content, bool empty) {
  const Compression promised = compression_by_name(name);
  if (promised == Compression::none) {
    return bad(name, std::format("its content is {}, and its name does not say so", name_of(content)),
               std::format("Name it {}{}", name, ending_of(content)));
  }
  if (empty) {
    return bad(name, std::format("its name says {}, and it is empty", name_of(promised)),
               "Was it copied or downloaded to the end?");
  }
  const std::string rename = std::format("{}{}", without_compression(name), ending_of(content));
  return bad(name, std::format("its name says {}, and its content is {}", name_of(promised), name_of(content)),
             std::format("Name it {}, or compress it", rename));
}

std::unique_ptr<Decoder> decoder_for(Compression compression) {
  switch (compression) {
    case Compression::none:
      return nullptr;
    case Compression::gzip:
      return gzip_decoder();
    case Compression::zstd:
      return zstd_decoder();
  }
  return nullptr;
}

}  // namespace

core::Expected<ContentReader> ContentReader::open(const std::filesystem::path& file, std::string name) {
  auto opened = FileReader::open(file);
  if (!opened) return std::unexpected(opened.error());
  return ContentReader(*std::move(opened), std::move(name));
}

core::Expected<std::string_view> ContentReader::read() {
  if (!begun_) {
    if (auto begun = begin(); !begun) return std::unexpected(begun.error());
  } else if (decoder_ == nullptr) {
    if (auto read = more(); !read) return std::unexpected(read.error());
  }
  return decoder_ == nullptr ? stored_ : decode();
}

core::Expected<bool> ContentReader::more() {
  if (ended_) return false;
  const auto piece = file_.read();
  if (!piece) return std::unexpected(piece.error());
  stored_ = *piece;
  stored_bytes_ += piece->size();
  ended_ = piece->empty();
  hash_.update(*piece);
  return !ended_;
}

// The first piece of a regular file holds the four bytes that decide, or all that there is.
core::Expected<void> ContentReader::begin() {
  begun_ = true;
  if (auto read = more(); !read) return std::unexpected(read.error());
  const Compression content = compression_by_magic(stored_);
  if (content != compression_by_name(name_)) return not_as_named(name_, content, stored_.empty());
  decoder_ = decoder_for(content);
  if (decoder_) decoded_.resize(decoded_size);
  return {};
}

core::Expected<std::string_view> ContentReader::decode() {
  for (;;) {
    const auto step = decoder_->decode(stored_, decoded_);
    if (!step) return bad(name_, step.error().message, step.error().hint);
    stored_.remove_prefix(step->used);
    if (step->made > 0) return std::string_view(decoded_.data(), step->made);
    if (step->used > 0) continue;
    const auto read = more();
    if (!read) return std::unexpected(read.error());
    if (*read) continue;
    if (decoder_->complete()) return std::string_view();
    return bad(name_, std::format("it ends in the middle of its {} data", name_of(compression_by_name(name_))),
               "Was it copied or downloaded to the end?");
  }
}

}  // namespace chandler::dataset
