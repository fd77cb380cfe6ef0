#include "controller/leadership/identity.hpp"

#include <array>
#include <format>
#include <random>

#include <unistd.h>

namespace chandler::controller::leadership {

std::string instance_id() {
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
  std::random_device random;
  return std::format("{}_{:08x}{:08x}", host.data(), random(), random());
}

}  // namespace chandler::controller::leadership
