#include "platform/files/descriptor.hpp"

#include <cerrno>
#include <utility>

#include <catch2/catch_test_macros.hpp>
#include <fcntl.h>

namespace chandler::platform {
namespace {

int open_null() {
  return ::open("/dev/null", O_WRONLY | O_CLOEXEC);
}

bool is_open(int fd) {
  return fcntl(fd, F_GETFD) != -1;
}

TEST_CASE("a descriptor is closed by its last owner, once") {
  const int fd = open_null();
  REQUIRE(is_open(fd));
  {
    Descriptor first(fd);
    const Descriptor second = std::move(first);
    CHECK(second.fd() == fd);
    CHECK(second);
  }
  CHECK_FALSE(is_open(fd));
}

TEST_CASE("what a descriptor held before an assignment is closed, too") {
  const int before = open_null();
  const int after = open_null();
  {
    Descriptor owner(before);
    owner = Descriptor(after);
    CHECK(owner.fd() == after);
    CHECK_FALSE(is_open(before));
  }
  CHECK_FALSE(is_open(after));
}

TEST_CASE("the number of a failed call is none") {
  CHECK_FALSE(Descriptor(-1));
  CHECK_FALSE(Descriptor());
}

TEST_CASE("closing tells what went wrong, and leaves nothing to close") {
  const int fd = open_null();
  Descriptor owner(fd);
  CHECK(owner.close());
  CHECK_FALSE(owner);
  CHECK_FALSE(is_open(fd));
  const bool again = owner.close();
  const int error = errno;
  CHECK_FALSE(again);
  CHECK(error == EBADF);
}

}  // namespace
}  // namespace chandler::platform
