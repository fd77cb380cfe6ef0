#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "dataset/content/content.hpp"
#include "platform/files/descriptor.hpp"

namespace chandler::dataset {

// A temporary file without a name, that is gone with the process however it ends. Owns the descriptor.
class Spool {
 public:
  // Errors: load.unwritable (problem); load.disk_full (could_not).
  static core::Expected<Spool> make(const std::filesystem::path& folder);

  // Errors: load.disk_full (could_not) with what was written by then, load.unwritable.
  core::Expected<void> append(std::string_view bytes);
  core::Expected<void> clear();
  std::uint64_t size() const { return size_; }

  // SHA-256 of what it holds. Call once, when it is whole.
  std::string hash() { return hash_.hex(); }

  // Where this process, and no other, can open it, any number of times.
  std::filesystem::path path() const;

 private:
  Spool(std::filesystem::path folder, int fd) : folder_(std::move(folder)), descriptor_(fd) {}

  core::Error failure(int error) const;

  std::filesystem::path folder_;
  platform::Descriptor descriptor_;
  std::uint64_t size_ = 0;
  Sha256 hash_;
};

}  // namespace chandler::dataset
