#include "dataset/content/file_identity.hpp"

#include <algorithm>
#include <sys/stat.h>

namespace chandler::dataset {
namespace {

// The coarsest time stamps of a file system in use (FAT, some network shares).
constexpr std::chrono::seconds coarsest{2};

std::chrono::nanoseconds time_of(const timespec& time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

FileIdentity identity_of(const struct stat& status) {
  return {.device = status.st_dev,
          .inode = status.st_ino,
          .bytes = status.st_size,
          .modified = time_of(status.st_mtim),
          .changed = time_of(status.st_ctim)};
}

}  // namespace

std::optional<FileIdentity> identity_of(const std::filesystem::path& file) {
  struct stat status{};
  if (::stat(file.c_str(), &status) != 0) return std::nullopt;
  return identity_of(status);
}

std::optional<FileIdentity> identity_of(int descriptor) {
  struct stat status{};
  if (::fstat(descriptor, &status) != 0) return std::nullopt;
  return identity_of(status);
}

bool is_settled(const FileIdentity& identity, std::chrono::nanoseconds now) {
  return std::max(identity.modified, identity.changed) + coarsest < now;
}

}  // namespace chandler::dataset
