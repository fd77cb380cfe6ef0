#include <algorithm>
#include <cmath>
#include <format>
#include <string>

#include "dataset/meter/meter.hpp"

namespace chandler::dataset {
namespace {

using Seconds = std::chrono::duration<double>;

constexpr std::size_t bar_width = 20;

// 1,234,567
std::string in_groups(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

std::string in_words(Seconds time) {
  const auto seconds = static_cast<std::int64_t>(std::ceil(time.count()));
  if (seconds < 60) return std::format("{} s", seconds);
  if (seconds < 3600) return std::format("{} min {} s", seconds / 60, seconds % 60);
  return std::format("{} h {} min", seconds / 3600, seconds / 60 % 60);
}

std::string bar(double part) {
  const auto full = static_cast<std::size_t>(part * static_cast<double>(bar_width));
  return std::format("[{}{}] {:3.0f} %", std::string(full, '#'), std::string(bar_width - full, '.'), part * 100);
}

}  // namespace

std::string line_of(const Meter::Reading& reading, Meter::Clock::time_point now) {
  if (reading.file.empty()) return {};
  const std::string rows = std::format("{} row{}", in_groups(reading.rows), reading.rows == 1 ? "" : "s");
  if (reading.ended != Meter::Clock::time_point{}) {
    return std::format("{}  {} read; the server is at work with them  {}", reading.file, rows,
                       in_words(now - reading.ended));
  }
  const Seconds elapsed = now - reading.began;
  if (reading.bytes == 0 || elapsed.count() <= 0) return std::format("{}  begins", reading.file);
  const double speed = static_cast<double>(reading.bytes) / elapsed.count();
  std::string out = reading.file;
  // A file may have grown since its size was asked for.
  const double part =
      reading.size == 0 ? 0 : std::min(1.0, static_cast<double>(reading.bytes) / static_cast<double>(reading.size));
  if (reading.size > 0) out += "  " + bar(part);
  out += std::format("  {}  {:.1f} MB/s", rows, speed / 1e6);
  if (reading.size > 0) out += std::format("  {} left", in_words(elapsed * ((1 - part) / part)));
  return out;
}

}  // namespace chandler::dataset
