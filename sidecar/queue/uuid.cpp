#include "sidecar/queue/uuid.hpp"

#include <array>
#include <cstdint>
#include <random>

namespace chandler::execute {

std::string random_uuid() {
  std::random_device random;
  std::string out = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
  static constexpr std::string_view digits = "0123456789abcdef";
  for (char& c : out) {
    const std::uint32_t four_bits = random() & 15U;
    if (c == 'x') c = digits[four_bits];
    if (c == 'y') c = digits[8 | (four_bits & 3U)];
  }
  return out;
}

}  // namespace chandler::execute
