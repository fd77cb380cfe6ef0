#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "dataset/content/content.hpp"
#include "dataset/content/decoder.hpp"

namespace chandler::dataset {

// A data file read from its beginning, a piece at a time, with its compression taken off: gzip or zstd, as
// its first bytes say and its name has to agree. Owns the descriptor, the buffers and the decoder: a MiB at
// most, and 10 MB for zstd. Not thread-safe.
class ContentReader {
 public:
  // `name` is the file's, for messages and for what it promises; it may differ from the path's. Errors
  // (problem): load.unreadable.
  static core::Expected<ContentReader> open(const std::filesystem::path& file, std::string name);

  // The next piece, good until the next call; empty at the end. Errors (problem): load.unreadable,
  // load.bad_compression when it is not what its name says, or damaged, or ends too early, or goes on behind
  // its end.
  core::Expected<std::string_view> read();

  // How many of the stored bytes were read by now.
  std::uint64_t stored_bytes() const { return stored_bytes_; }

  // SHA-256 of the stored bytes, compressed or not, as they were read. Call once, after `read` came to the end.
  std::string hash() { return hash_.hex(); }

  std::optional<FileIdentity> identity() const { return file_.identity(); }

 private:
  ContentReader(FileReader file, std::string name) : file_(std::move(file)), name_(std::move(name)) {}

  core::Expected<bool> more();  // fills `stored_`; false: the file ended
  core::Expected<void> begin();
  core::Expected<std::string_view> decode();

  FileReader file_;
  std::string name_;
  Sha256 hash_;
  std::string_view stored_;  // read from the file, not yet used
  std::uint64_t stored_bytes_ = 0;
  std::unique_ptr<Decoder> decoder_;  // null: not compressed
  std::vector<char> decoded_;
  bool begun_ = false;
  bool ended_ = false;
};

}  // namespace chandler::dataset
