#pragma once

#include <cstddef>
#include <string_view>

namespace chandler::platform {

// A file's bytes, mapped read-only: they take memory only while they are looked at. The file must not be
// cut short meanwhile. Moves keep the bytes where they are. One thread.
class MappedFile {
 public:
  // Of an open file, which may be closed then. Empty bytes() with errno set where it cannot be mapped.
  MappedFile(int fd, std::size_t size);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&&) = delete;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::string_view bytes() const { return bytes_; }

  bool holds(std::string_view part) const;

  // Gives the memory of these bytes back; looked at again, they are read again.
  void release(std::string_view part) const;

 private:
  std::string_view bytes_;
};

}  // namespace chandler::platform
