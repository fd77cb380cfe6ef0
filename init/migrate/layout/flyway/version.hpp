#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chandler::migrate::flyway_layout {

// Flyway's MigrationVersion: whole numbers of any length between dots; trailing zero parts and leading
// zeros say nothing, so 1 = 1.0 = 01.
class Version {
 public:
  // "16_0_01" or "16.0.01"; nullopt for anything but digits between single separators.
  static std::optional<Version> parse(std::string_view text);

  // As written, with dots: what the history holds.
  const std::string& text() const { return text_; }

  std::strong_ordering operator<=>(const Version& other) const;
  bool operator==(const Version& other) const { return (*this <=> other) == std::strong_ordering::equal; }

 private:
  std::string text_;
  std::vector<std::string> parts_;  // without leading zeros, no trailing empty ones
};

}  // namespace chandler::migrate::flyway_layout
