#include "sidecar/run/wake.hpp"

#include <sys/eventfd.h>

namespace chandler::execute {

Wake::Wake() : descriptor_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void Wake::signal() const {
  eventfd_write(descriptor_.fd(), 1);
}

void Wake::clear() const {
  eventfd_t count = 0;
  eventfd_read(descriptor_.fd(), &count);
}

}  // namespace chandler::execute
