#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>

namespace chandler::dataset {

// Which file it is and how it stands, by the file system's word: whoever writes to it or puts another in its place
// changes that, once the clock of the time stamps has moved on.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::int64_t bytes = 0;
  std::chrono::nanoseconds modified{0};  // since the epoch
  std::chrono::nanoseconds changed{0};   // the inode, which no program can set back

  friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};

// Nullopt: the file cannot be asked.
std::optional<FileIdentity> identity_of(const std::filesystem::path& file);
std::optional<FileIdentity> identity_of(int descriptor);

// Whether a later write is sure to change the identity: the last one is some seconds ago. `now`: since the epoch.
bool is_settled(const FileIdentity& identity, std::chrono::nanoseconds now);

}  // namespace chandler::dataset
