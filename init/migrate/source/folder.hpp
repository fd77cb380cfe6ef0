#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/error.hpp"

namespace chandler::migrate {

// The files of a migrations folder. Links are followed, for a ConfigMap's folder consists of them; names
// that begin with ".." are its own book-keeping and skipped. Contents are read when first asked for.
// One thread.
class Folder {
 public:
  // Errors: source.missing, source.empty, source.unreadable; all are problems for a person, for a
  // mistyped folder must never look like "nothing pending".
  static core::Expected<Folder> open(const std::filesystem::path& root);

  // Paths relative to the folder, with '/', sorted; sub-folders' files included.
  const std::vector<std::string>& files() const { return files_; }
  const std::filesystem::path& root() const { return root_; }

  // The bytes, without a byte order mark at their start. The reference lives as long as the folder.
  core::Expected<const std::string*> read(const std::string& file) const;

 private:
  std::filesystem::path root_;
  std::vector<std::string> files_;
  mutable std::map<std::string, std::string> contents_;
};

}  // namespace chandler::migrate
