#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <openssl/types.h>

#include "core/error.hpp"
#include "platform/files/descriptor.hpp"

namespace chandler::dataset {

// SHA-256 of a text that comes in pieces.
class Sha256 {
 public:
  Sha256();
  void update(std::string_view piece);
  std::string hex();  // lower case; ends it

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const;
  };
  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

// A file read from its beginning, a piece at a time. Owns the descriptor and one buffer.
class FileReader {
 public:
  // Errors: load.unreadable (problem).
  static core::Expected<FileReader> open(const std::filesystem::path& file);

  // The next piece, good until the next call; empty at the end.
  core::Expected<std::string_view> read();

 private:
  FileReader(std::filesystem::path file, platform::Descriptor descriptor);

  std::filesystem::path file_;
  platform::Descriptor descriptor_;
  std::vector<char> buffer_;
};

// What a data set is known by: its bytes' SHA-256. Errors: load.unreadable, stopped.
core::Expected<std::string> hash_of(const std::filesystem::path& file, const std::stop_token& stop);

}  // namespace chandler::dataset
