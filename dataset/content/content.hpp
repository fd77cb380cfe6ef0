#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "dataset/content/file_identity.hpp"
#include "platform/digest/digest.hpp"
#include "platform/files/descriptor.hpp"

namespace chandler::dataset {

using platform::Sha256;

// A file read from its beginning, a piece at a time. Owns the descriptor and one buffer.
class FileReader {
 public:
  // Errors: load.unreadable (problem).
  static core::Expected<FileReader> open(const std::filesystem::path& file);

  // The next piece, good until the next call; empty at the end.
  core::Expected<std::string_view> read();

  std::optional<FileIdentity> identity() const { return identity_of(descriptor_.fd()); }

 private:
  FileReader(std::filesystem::path file, platform::Descriptor descriptor);

  std::filesystem::path file_;
  platform::Descriptor descriptor_;
  std::vector<char> buffer_;
};

// What a data set is known by: its bytes' SHA-256. Errors: load.unreadable, stopped.
core::Expected<std::string> hash_of(const std::filesystem::path& file, const std::stop_token& stop);

}  // namespace chandler::dataset
