#include "dataset/content/content.hpp"

#include <cerrno>
#include <format>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace chandler::dataset {
namespace {

constexpr std::size_t piece_size = 256UZ * 1024;

core::Error unreadable(const std::filesystem::path& file, int error) {
  return {.code = "load.unreadable",
          .message = std::format("cannot read it: {}", std::generic_category().message(error)),
          .where = file.string()};
}

}  // namespace

FileReader::FileReader(std::filesystem::path file, platform::Descriptor descriptor)
    : file_(std::move(file)), descriptor_(std::move(descriptor)), buffer_(piece_size) {}

core::Expected<FileReader> FileReader::open(const std::filesystem::path& file) {
  platform::Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!descriptor) return std::unexpected(unreadable(file, errno));
  posix_fadvise(descriptor.fd(), 0, 0, POSIX_FADV_SEQUENTIAL);
  return FileReader(file, std::move(descriptor));
}

core::Expected<std::string_view> FileReader::read() {
  for (;;) {
    const ssize_t got = ::read(descriptor_.fd(), buffer_.data(), buffer_.size());
    if (got >= 0) return std::string_view(buffer_.data(), static_cast<std::size_t>(got));
    if (errno != EINTR) return std::unexpected(unreadable(file_, errno));
  }
}

core::Expected<std::string> hash_of(const std::filesystem::path& file, const std::stop_token& stop) {
  auto reader = FileReader::open(file);
  if (!reader) return std::unexpected(reader.error());
  Sha256 hash;
  for (;;) {
    if (stop.stop_requested()) {
      return std::unexpected(core::Error{.outcome = core::Outcome::could_not,
                                         .code = "stopped",
                                         .message = "stopped on request",
                                         .where = file.string()});
    }
    const auto piece = reader->read();
    if (!piece) return std::unexpected(piece.error());
    if (piece->empty()) return hash.hex();
    hash.update(*piece);
  }
}

}  // namespace chandler::dataset
