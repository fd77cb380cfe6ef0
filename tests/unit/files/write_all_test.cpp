#include "platform/files/write_all.hpp"

#include <array>
#include <string>
#include <thread>

#include <catch2/catch_test_macros.hpp>
#include <fcntl.h>
#include <unistd.h>

#include "platform/files/descriptor.hpp"

namespace chandler::platform {
namespace {

TEST_CASE("all is written, also what takes several calls") {
  std::array<int, 2> ends{};
  REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
  const Descriptor read_end(ends[0]);
  Descriptor write_end(ends[1]);
  const std::string sent(300'000, 'x');  // more than a pipe holds
  std::error_code error = std::make_error_code(std::errc::io_error);
  std::jthread writer([&] {
    error = write_all(write_end.fd(), sent);
    write_end.close();
  });
  std::string received;
  std::array<char, 4096> buffer{};
  for (ssize_t got = 0; (got = ::read(read_end.fd(), buffer.data(), buffer.size())) > 0;) {
    received.append(buffer.data(), static_cast<std::size_t>(got));
  }
  writer.join();
  CHECK_FALSE(error);
  CHECK(received == sent);
}

TEST_CASE("an error of the system is handed on") {
  const Descriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
  REQUIRE(full);
  CHECK(write_all(full.fd(), "x") == std::errc::no_space_on_device);
}

}  // namespace
}  // namespace chandler::platform
