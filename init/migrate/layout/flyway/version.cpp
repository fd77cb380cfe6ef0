#include "init/migrate/layout/flyway/version.hpp"

#include <algorithm>
#include <ranges>

namespace chandler::migrate::flyway_layout {

std::optional<Version> Version::parse(std::string_view text) {
  Version version;
  version.text_ = text;
  std::ranges::replace(version.text_, '_', '.');
  for (const auto range : std::views::split(version.text_, '.')) {
    const std::string_view part(range.begin(), range.end());
    if (part.empty() || part.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    version.parts_.emplace_back(part.substr(std::min(part.find_first_not_of('0'), part.size())));
  }
  if (version.parts_.empty()) return std::nullopt;
  while (!version.parts_.empty() && version.parts_.back().empty()) version.parts_.pop_back();
  return version;
}

std::strong_ordering Version::operator<=>(const Version& other) const {
  const auto by_number = [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() <=> b.size() : a <=> b;
  };
  return std::lexicographical_compare_three_way(parts_.begin(), parts_.end(), other.parts_.begin(), other.parts_.end(),
                                                by_number);
}

}  // namespace chandler::migrate::flyway_layout
