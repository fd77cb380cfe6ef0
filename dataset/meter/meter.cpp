#include "dataset/meter/meter.hpp"

#include <utility>

namespace chandler::dataset {

void Meter::begin(std::string file, std::uint64_t size, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  reading_ = {.file = std::move(file), .size = size, .began = now};
}

void Meter::advance(std::uint64_t bytes, std::uint64_t rows) {
  const std::lock_guard lock(mutex_);
  reading_.bytes = bytes;
  reading_.rows = rows;
}

void Meter::end(Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  reading_.ended = now;
}

Meter::Reading Meter::read() const {
  const std::lock_guard lock(mutex_);
  return reading_;
}

}  // namespace chandler::dataset
