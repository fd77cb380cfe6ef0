#include "init/install/install.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <format>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "platform/files/descriptor.hpp"
#include "platform/files/write_all.hpp"

namespace chandler::install {
namespace {

namespace fs = std::filesystem;
using platform::Descriptor;
using platform::write_all;

constexpr std::string_view loader_prefix = "ld-linux";

struct Copy {
  fs::path from;
  fs::path to;
};

core::Error incomplete(const fs::path& from, const std::string& what) {
  return {.code = "install.not_complete",
          .message = std::format("{} is not laid out as Chandler's image: {}", from.string(), what),
          .where = from.string(),
          .hint = "Run it in that image, or name a copy of its /chandler with --from"};
}

core::Error failed(const fs::path& file, std::string_view what, int error) {
  std::string hint;
  if (error == ENOSPC || error == EDQUOT)
    hint = "The volume is full: the copy takes about 25 MB; raise the emptyDir's sizeLimit";
  if (error == EROFS) hint = "Mount a writable volume there, such as an emptyDir";
  if (error == EACCES || error == EPERM) hint = "The volume does not belong to this user: set the pod's fsGroup";
  // A full volume stays full for a restarted container; so do the others.
  return {.code = "install.failed",
          .message = std::format("cannot {}: {}", what, std::generic_category().message(error)),
          .where = file.string(),
          .hint = std::move(hint)};
}

core::Expected<std::uint64_t> copy_bytes(const Copy& copy, int from, const fs::path& temporary, int to) {
  std::vector<char> buffer(256UZ * 1024);
  std::uint64_t bytes = 0;
  for (;;) {
    const ssize_t got = ::read(from, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::unexpected(failed(copy.from, "read it", errno));
    if (got == 0) return bytes;
    const std::error_code error = write_all(to, {buffer.data(), static_cast<std::size_t>(got)});
    if (error) return std::unexpected(failed(temporary, "write it", error.value()));
    bytes += static_cast<std::uint64_t>(got);
  }
}

core::Expected<std::uint64_t> write_beside(const Copy& copy, const fs::path& temporary) {
  const Descriptor from(::open(copy.from.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status{};
  if (!from || ::fstat(from.fd(), &status) != 0) return std::unexpected(failed(copy.from, "read it", errno));
  Descriptor to(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0700));
  if (!to) return std::unexpected(failed(temporary, "make it", errno));
  const auto bytes = copy_bytes(copy, from.fd(), temporary, to.fd());
  if (!bytes) return bytes;
  if (::fchmod(to.fd(), status.st_mode & 0777) != 0) return std::unexpected(failed(temporary, "set its mode", errno));
  if (!to.close()) return std::unexpected(failed(temporary, "write it", errno));
  return bytes;
}

core::Expected<std::uint64_t> copy_file(const Copy& copy) {
  const fs::path temporary = copy.to.parent_path() / ("." + copy.to.filename().string() + ".new");
  auto bytes = write_beside(copy, temporary);
  if (bytes && ::rename(temporary.c_str(), copy.to.c_str()) != 0) {
    bytes = std::unexpected(failed(copy.to, "put it in place", errno));
  }
  if (!bytes) ::unlink(temporary.c_str());
  return bytes;
}

core::Expected<std::vector<Copy>> list(const fs::path& from, const fs::path& to) {
  std::error_code error;
  std::vector<Copy> copies{{from / "bin/chandler", to / "bin/chandler"}, {from / "etc/ca.crt", to / "etc/ca.crt"}};
  for (const Copy& copy : copies) {
    if (!fs::is_regular_file(copy.from, error))
      return std::unexpected(incomplete(from, copy.from.string() + " is missing"));
  }
  bool loader = false;
  for (fs::directory_iterator entry(from / "lib", error), end; !error && entry != end; entry.increment(error)) {
    const fs::path name = entry->path().filename();
    if (!fs::is_regular_file(entry->path(), error) || name == "ld.so") continue;
    copies.push_back({entry->path(), to / "lib" / name});
    if (!name.string().starts_with(loader_prefix)) continue;
    loader = true;
    copies.push_back({entry->path(), to / "lib/ld.so"});
  }
  if (error) return std::unexpected(incomplete(from, std::format("cannot read lib: {}", error.message())));
  if (!loader) return std::unexpected(incomplete(from, "lib holds no ld-linux*.so*, the loader"));
  std::ranges::sort(copies, {}, &Copy::to);
  return copies;
}

}  // namespace

core::Expected<Installed> install(const fs::path& from, const fs::path& to) {
  const auto copies = list(from, to);
  if (!copies) return std::unexpected(copies.error());
  for (const char* folder : {"bin", "lib", "etc"}) {
    std::error_code error;
    fs::create_directories(to / folder, error);
    // The app's container may run as another user.
    if (!error) fs::permissions(to / folder, fs::perms(0755), error);
    if (error) return std::unexpected(failed(to / folder, "make the folder", error.value()));
  }
  Installed done;
  for (const Copy& copy : *copies) {
    const auto bytes = copy_file(copy);
    if (!bytes) return std::unexpected(bytes.error());
    ++done.files;
    done.bytes += *bytes;
  }
  return done;
}

}  // namespace chandler::install
