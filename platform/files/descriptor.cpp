#include "platform/files/descriptor.hpp"

#include <unistd.h>

namespace chandler::platform {

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

bool Descriptor::close() {
  return ::close(std::exchange(fd_, -1)) == 0;
}

}  // namespace chandler::platform
