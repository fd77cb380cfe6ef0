#include "core/annotations/probe.hpp"

#include <array>
#include <format>

#include "core/text/list.hpp"
#include "core/text/names.hpp"
#include "core/text/number.hpp"

namespace chandler::core::annotations {

text::Parsed<std::vector<std::string>> parse_checks(std::string_view whole) {
  static constexpr std::array<std::string_view, 9> names{"data_checksums",  "checksum_failures", "amcheck",
                                                         "invalid_indexes", "collation_drift",   "sequences",
                                                         "wraparound",      "replication",       "freshness"};
  static constexpr std::string_view compare = "compare:";
  std::vector<std::string> checks;
  for (const std::string_view part : text::split(whole, ',')) {
    if (part.starts_with(compare)) {
      auto secret = text::parse_object_name(part.substr(compare.size()));
      if (!secret) return text::mismatch(std::format("has \"{}\", whose Secret {}", part, secret.error().why));
    } else if (auto name = text::parse_choice(part, names); !name) {
      return text::mismatch(std::format("has \"{}\", which {} or compare:SECRET", part, name.error().why), name.error().nearest);
    }
    checks.emplace_back(part);
  }
  return checks;
}

}  // namespace chandler::core::annotations
