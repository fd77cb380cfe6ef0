#include "core/annotations/probe.hpp"

#include <array>
#include <format>

#include "core/text/list.hpp"
#include "core/text/names.hpp"
#include "core/text/number.hpp"

namespace chandler::core::annotations {

namespace {

text::Parsed<std::string> parse_check(std::string_view check) {
  static constexpr std::array<std::string_view, 9> names{"data_checksums",  "checksum_failures", "amcheck",
                                                         "invalid_indexes", "collation_drift",   "sequences",
                                                         "wraparound",      "replication",       "freshness"};
  static constexpr std::string_view compare = "compare:";
  if (check.starts_with(compare)) {
    auto secret = text::parse_object_name(check.substr(compare.size()));
    if (!secret)
      return text::mismatch(
          std::format("names the Secret \"{}\", which {}", check.substr(compare.size()), secret.error().why));
  } else if (auto name = text::parse_choice(check, names); !name) {
    return text::mismatch(std::format("{} or compare:SECRET", name.error().why), std::move(name.error().nearest));
  }
  return std::string(check);
}

}  // namespace

text::Parsed<std::vector<std::string>> parse_checks(std::string_view whole) {
  return text::parse_list(whole, parse_check);
}

}  // namespace chandler::core::annotations
