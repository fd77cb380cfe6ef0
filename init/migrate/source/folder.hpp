#pragma once

#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/error.hpp"
#include "platform/files/descriptor.hpp"
#include "platform/files/mapped_file.hpp"

namespace chandler::migrate {

inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

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

  // The same bytes where they are: a big file is mapped, and takes memory only where it is looked at.
  core::Expected<std::string_view> view(const std::string& file) const;

  // Whether a file that was read or viewed began with one.
  bool begins_with_mark(const std::string& file) const { return marked_.contains(file); }

  // Gives back what looking at a part of a view took. Without effect on the bytes, and on small files.
  void release(std::string_view part) const;

  // Hands a view out in pieces, each released when `take` returns: for checksums of files of any size.
  void sweep(std::string_view view, const std::function<void(std::string_view)>& take) const;

 private:
  const std::string& keep(const std::string& file, std::string bytes) const;

  std::filesystem::path root_;
  platform::Descriptor folder_;  // files are opened from here: the kernel walks one name, not the whole path
  std::vector<std::string> files_;
  mutable std::unordered_map<std::string, std::string> contents_;
  mutable std::unordered_map<std::string, platform::MappedFile> mapped_;
  mutable std::set<std::string> marked_;
};

}  // namespace chandler::migrate
