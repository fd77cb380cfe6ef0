#include "platform/files/mapped_file.hpp"

#include <cstddef>
#include <functional>
#include <sys/mman.h>
#include <utility>

#include <unistd.h>

namespace chandler::platform {

MappedFile::MappedFile(int fd, std::size_t size) {
  void* const start = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (start != MAP_FAILED) bytes_ = {static_cast<const char*>(start), size};
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

MappedFile::MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

bool MappedFile::holds(std::string_view part) const {
  const std::less_equal<const char*> not_after;
  return !bytes_.empty() && not_after(bytes_.data(), part.data()) &&
         not_after(part.data() + part.size(), bytes_.data() + bytes_.size());
}

void MappedFile::release(std::string_view part) const {
  // Whole pages only: the first and the last are shared with the bytes beside.
  static const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const auto first = static_cast<std::size_t>(part.data() - bytes_.data()) / page * page;
  const auto end = static_cast<std::size_t>(part.data() + part.size() - bytes_.data()) / page * page;
  if (first < end) madvise(const_cast<char*>(bytes_.data()) + first, end - first, MADV_DONTNEED);
}

}  // namespace chandler::platform
