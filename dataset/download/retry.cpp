#include "dataset/download/retry.hpp"

#include <algorithm>

namespace chandler::dataset {

std::optional<std::chrono::milliseconds> Retry::pause(std::uint64_t stored,
                                                      std::optional<std::chrono::seconds> wished) {
  if (stored > furthest_) {
    furthest_ = stored;
    fruitless_ = 0;
  }
  ++fruitless_;
  if (fruitless_ >= limits_.attempts || (wished && *wished > limits_.longest_pause)) return std::nullopt;
  auto pause = limits_.first_pause;
  for (int doubled = 1; doubled < fruitless_ && pause < limits_.longest_pause; ++doubled) pause *= 2;
  pause = std::min(pause, limits_.longest_pause);
  return wished ? std::max<std::chrono::milliseconds>(*wished, pause) : pause;
}

}  // namespace chandler::dataset
