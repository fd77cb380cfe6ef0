#pragma once

#include <utility>

namespace chandler::platform {

// The owner of a file descriptor, of whatever kind.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}  // negative, as calls that fail return: owns none
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int fd() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

  // For files that were written: some file systems tell only now that there was no room. False: errno says
  // why. Owns none afterwards, either way.
  bool close();

 private:
  int fd_ = -1;
};

}  // namespace chandler::platform
