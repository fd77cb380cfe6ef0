#pragma once

#include <memory>
#include <optional>
#include <string>

#include "dataset/content/file_identity.hpp"

namespace chandler::dataset {

// What tells a data set's content apart in the ledger. Known before it is loaded, or, where nobody has to know it
// then, learned while it is read, which spares a large file one reading. Copies learn together. Not thread-safe.
class ContentHash {
 public:
  explicit ContentHash(std::string text) : text_(std::make_shared<std::string>(std::move(text))) {}
  // Of a file that stands so before anything of it was read.
  explicit ContentHash(const FileIdentity& unread) : text_(std::make_shared<std::string>()), unread_(unread) {}

  bool known() const { return !text_->empty(); }
  const std::string& text() const { return *text_; }  // empty: not known yet

  void learn(std::string text) const { *text_ = std::move(text); }

  // Whether what was read, to the end, is the content that is meant: by its hash, or else because the file is still
  // the same. Learns the hash then.
  bool admits(std::string read, const std::optional<FileIdentity>& now) const {
    if (known()) return *text_ == read;
    if (!now || now != unread_) return false;
    learn(std::move(read));
    return true;
  }

 private:
  std::shared_ptr<std::string> text_;
  std::optional<FileIdentity> unread_;
};

}  // namespace chandler::dataset
