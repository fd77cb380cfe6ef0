#include "platform/files/replace_file.hpp"

#include <cerrno>
#include <format>
#include <random>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include "platform/files/descriptor.hpp"
#include "platform/files/write_all.hpp"

namespace chandler::platform {
namespace {

constexpr std::string_view suffix = ".new";

std::error_code last_error() {
  return {errno, std::generic_category()};
}

std::error_code write_whole(const std::filesystem::path& file, std::string_view bytes, mode_t mode) {
  Descriptor out(open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (!out) return last_error();
  if (const auto error = write_all(out.fd(), bytes)) return error;
  if (fsync(out.fd()) != 0 || !out.close()) return last_error();
  return {};
}

// So that the new name is still there after a power cut. File systems that cannot do it keep it by themselves, or
// never.
void bring_to_disk(const std::filesystem::path& folder) {
  const Descriptor opened(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened) (void)fsync(opened.fd());
}

}  // namespace

std::error_code replace_file(const std::filesystem::path& file, std::string_view bytes, mode_t mode) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  // Random, as the processes of different containers have the same number.
  const std::filesystem::path beside =
      folder / std::format(".{}.{:08x}{}", file.filename().string(), std::random_device()(), suffix);
  std::error_code error = write_whole(beside, bytes, mode);
  if (error == std::errc::file_exists) return error;
  if (!error) std::filesystem::rename(beside, file, error);
  if (error) {
    (void)unlink(beside.c_str());
    return error;
  }
  bring_to_disk(folder);
  return {};
}

bool is_left_over(std::string_view name, std::string_view of) {
  return name.size() > of.size() && name.starts_with('.') && name.substr(1).starts_with(of) && name.ends_with(suffix);
}

}  // namespace chandler::platform
