#include "dataset/download/spool.hpp"

#include <cerrno>
#include <cstdlib>
#include <format>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "dataset/fault/failure.hpp"

namespace chandler::dataset {
namespace {

// Not every file system has O_TMPFILE.
int open_nameless(const std::filesystem::path& folder) {
  const int fd = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) return fd;
  std::string name = (folder / "chandler-XXXXXX").string();
  const int named = mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) unlink(name.c_str());
  return named;
}

}  // namespace

core::Expected<Spool> Spool::make(const std::filesystem::path& folder) {
  Spool spool(folder, open_nameless(folder));
  if (!spool.descriptor_) return std::unexpected(spool.failure(errno));
  return spool;
}

core::Expected<void> Spool::append(std::string_view bytes) {
  hash_.update(bytes);
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor_.fd(), bytes.data(), bytes.size(), static_cast<off_t>(size_));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return std::unexpected(failure(errno));
    size_ += static_cast<std::uint64_t>(written);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

core::Expected<void> Spool::clear() {
  if (ftruncate(descriptor_.fd(), 0) != 0) return std::unexpected(failure(errno));
  size_ = 0;
  hash_ = Sha256();
  return {};
}

std::filesystem::path Spool::path() const {
  return std::format("/proc/self/fd/{}", descriptor_.fd());
}

core::Error Spool::failure(int error) const {
  const std::string reason = std::generic_category().message(error);
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) {
    return {.outcome = core::Outcome::could_not,
            .code = "load.disk_full",
            .message = std::format("no room for the download after {} bytes: {}", size_, reason),
            .where = folder_.string(),
            .hint = std::format("{} Make room there, or name another folder in TMPDIR", nothing_loaded)};
  }
  return {.code = "load.unwritable",
          .message = std::format("cannot keep the download there: {}", reason),
          .where = folder_.string(),
          .hint = std::format("{} Name a folder that can be written in TMPDIR", nothing_loaded)};
}

}  // namespace chandler::dataset
