#include "init/migrate/source/folder.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <format>
#include <string_view>
#include <sys/stat.h>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "platform/files/descriptor.hpp"

namespace chandler::migrate {
namespace fs = std::filesystem;
namespace {

// Deeper than any tool's folder; ends links that lead in a circle.
constexpr int deepest = 16;

// From this size on a file is mapped. Below, one read is cheaper than a mapping and its page faults.
constexpr std::size_t big = 1UZ << 20U;
constexpr std::size_t sweep_piece = 1UZ << 20U;

core::Error problem(std::string code, std::string message, const fs::path& where, std::string hint = {}) {
  return {.code = std::move(code), .message = std::move(message), .where = where.string(), .hint = std::move(hint)};
}

core::Error unreadable(const fs::path& file) {
  return problem("source.unreadable", std::format("cannot read the file: {}", std::strerror(errno)), file);
}

std::string_view text_of(std::string_view bytes) {
  return bytes.starts_with(byte_order_mark) ? bytes.substr(byte_order_mark.size()) : bytes;
}

std::error_code list(const fs::path& folder, const std::string& prefix, int depth, std::vector<std::string>& out) {
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    std::error_code kind_error;
    if (name.starts_with("..")) continue;
    if (entry->is_directory(kind_error)) {
      if (depth == deepest) return std::make_error_code(std::errc::too_many_symbolic_link_levels);
      if (const auto inner = list(entry->path(), prefix + name + '/', depth + 1, out)) return inner;
    } else {
      out.push_back(prefix + name);
    }
  }
  return error;
}

// Plain calls: a folder may hold ten thousand files, and a stream costs more than all of reading one.
class File {
 public:
  File(const platform::Descriptor& folder, const std::string& name)
      : descriptor_(::openat(folder.fd(), name.c_str(), O_RDONLY | O_CLOEXEC)) {
    struct stat status{};
    if (!descriptor_) {
      reason_ = errno;
    } else if (fstat(fd(), &status) == 0) {
      size_ = static_cast<std::size_t>(status.st_size);
    }
  }

  int fd() const { return descriptor_.fd(); }
  std::size_t size() const { return size_; }

  // False: errno says why.
  bool read(std::string& out) const {
    if (!descriptor_) {
      errno = reason_;
      return false;
    }
    out.reserve(size_);
    ssize_t n = 0;
    std::array<char, 16384> buffer;
    while ((n = ::read(fd(), buffer.data(), buffer.size())) > 0) {
      out.append(buffer.data(), static_cast<std::size_t>(n));
      if (out.size() == size_) return true;  // saves the call that would say so
    }
    return n == 0;
  }

 private:
  platform::Descriptor descriptor_;
  int reason_ = 0;
  std::size_t size_ = 0;
};

}  // namespace

core::Expected<Folder> Folder::open(const fs::path& root) {
  std::error_code error;
  const auto status = fs::status(root, error);
  if (!fs::exists(status)) {
    return std::unexpected(problem("source.missing", "the migrations folder does not exist", root,
                                   "Check --source, and the volume or image path that chandler.dev/migrate names"));
  }
  if (!fs::is_directory(status)) {
    return std::unexpected(problem("source.missing", "the migrations source is not a folder", root,
                                   "Give the folder that holds the migration files"));
  }
  Folder folder;
  folder.root_ = root;
  folder.folder_ = platform::Descriptor(::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!folder.folder_) return std::unexpected(unreadable(root));
  if (const auto failed = list(root, "", 0, folder.files_)) {
    return std::unexpected(
        problem("source.unreadable", std::format("cannot list the folder: {}", failed.message()), root));
  }
  if (folder.files_.empty()) {
    return std::unexpected(problem("source.empty", "the migrations folder is empty", root,
                                   "An empty folder is never taken for \"nothing to do\": check what fills it"));
  }
  std::ranges::sort(folder.files_);
  return folder;
}

core::Expected<const std::string*> Folder::read(const std::string& file) const {
  if (const auto known = contents_.find(file); known != contents_.end()) return &known->second;
  std::string bytes;
  if (!File(folder_, file).read(bytes)) return std::unexpected(unreadable(root_ / file));
  return &keep(file, std::move(bytes));
}

core::Expected<std::string_view> Folder::view(const std::string& file) const {
  if (const auto known = contents_.find(file); known != contents_.end()) return known->second;
  if (const auto known = mapped_.find(file); known != mapped_.end()) return text_of(known->second.bytes());
  const File open(folder_, file);
  if (open.size() >= big) {
    platform::MappedFile mapped(open.fd(), open.size());
    if (mapped.bytes().empty()) return std::unexpected(unreadable(root_ / file));
    if (mapped.bytes().starts_with(byte_order_mark)) marked_.insert(file);
    return text_of(mapped_.emplace(file, std::move(mapped)).first->second.bytes());
  }
  std::string bytes;
  if (!open.read(bytes)) return std::unexpected(unreadable(root_ / file));
  return keep(file, std::move(bytes));
}

const std::string& Folder::keep(const std::string& file, std::string bytes) const {
  if (bytes.starts_with(byte_order_mark)) {
    bytes.erase(0, byte_order_mark.size());
    marked_.insert(file);
  }
  return contents_[file] = std::move(bytes);
}

void Folder::release(std::string_view part) const {
  for (const auto& [file, mapped] : mapped_) {
    if (mapped.holds(part)) return mapped.release(part);
  }
}

void Folder::sweep(std::string_view view, const std::function<void(std::string_view)>& take) const {
  for (std::string_view left = view; !left.empty(); left.remove_prefix(std::min(left.size(), sweep_piece))) {
    take(left.substr(0, sweep_piece));
    release(left.substr(0, sweep_piece));
  }
}

}  // namespace chandler::migrate
