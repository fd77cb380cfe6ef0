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

namespace chandler::migrate {
namespace fs = std::filesystem;
namespace {

// Deeper than any tool's folder; ends links that lead in a circle.
constexpr int deepest = 16;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

core::Error problem(std::string code, std::string message, const fs::path& where, std::string hint = {}) {
  return {.code = std::move(code), .message = std::move(message), .where = where.string(), .hint = std::move(hint)};
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
bool read_all(const char* path, std::string& out) {
  const int fd = ::open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  struct stat status{};
  if (fstat(fd, &status) == 0 && status.st_size > 0) out.reserve(static_cast<std::size_t>(status.st_size));
  ssize_t n = 0;
  std::array<char, 16384> buffer;
  while ((n = ::read(fd, buffer.data(), buffer.size())) > 0) out.append(buffer.data(), static_cast<std::size_t>(n));
  const int reason = errno;
  ::close(fd);
  errno = reason;
  return n == 0;
}

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
  if (!read_all((root_ / file).c_str(), bytes)) {
    return std::unexpected(
        problem("source.unreadable", std::format("cannot read the file: {}", std::strerror(errno)), root_ / file));
  }
  if (bytes.starts_with(byte_order_mark)) bytes.erase(0, byte_order_mark.size());
  return &(contents_[file] = std::move(bytes));
}

}  // namespace chandler::migrate
