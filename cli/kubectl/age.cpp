#include "cli/kubectl/age.hpp"

#include <algorithm>
#include <cstdint>
#include <format>

namespace chandler::cli::kubectl {
namespace {

std::string two(std::int64_t big, char big_unit, std::int64_t small, char small_unit) {
  return small == 0 ? std::format("{}{}", big, big_unit) : std::format("{}{}{}{}", big, big_unit, small, small_unit);
}

}  // namespace

std::string human(std::chrono::seconds duration) {
  const std::int64_t seconds = std::max<std::int64_t>(duration.count(), 0);
  const std::int64_t minutes = seconds / 60;
  const std::int64_t hours = minutes / 60;
  const std::int64_t days = hours / 24;
  const std::int64_t years = days / 365;
  if (seconds < 120) return std::format("{}s", seconds);
  if (minutes < 10) return two(minutes, 'm', seconds % 60, 's');
  if (hours < 3) return std::format("{}m", minutes);
  if (hours < 8) return two(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return std::format("{}h", hours);
  if (days < 8) return two(days, 'd', hours % 24, 'h');
  if (years < 2) return std::format("{}d", days);
  if (years < 8) return two(years, 'y', days % 365, 'd');
  return std::format("{}y", years);
}

std::string age(std::optional<Time> time, Time now) {
  return time ? human(std::chrono::duration_cast<std::chrono::seconds>(now - *time)) : std::string();
}

std::string relative(Time time, Time now) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - time);
  if (seconds < std::chrono::seconds::zero()) return "in " + human(-seconds);
  return human(seconds) + " ago";
}

std::string elapsed(std::chrono::milliseconds duration) {
  using namespace std::chrono_literals;
  if (duration < 1s) return std::format("{}ms", duration.count());
  if (duration < 60s) return std::format("{:.1f}s", static_cast<double>(duration.count()) / 1000);
  return human(std::chrono::duration_cast<std::chrono::seconds>(duration));
}

}  // namespace chandler::cli::kubectl
