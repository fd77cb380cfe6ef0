#include "core/annotations/probe.hpp"

#include <array>
#include <format>

#include "core/text/list.hpp"
#include "core/text/names.hpp"
#include "core/text/number.hpp"

namespace chandler::core::annotations {

namespace {

// Their values are the check's to judge; a comma in them is written %2C, as this is a list.
text::Parsed<void> check_parameters(std::string_view parameters) {
  static constexpr std::array<std::string_view, 5> keys{"tables", "schema", "ignore", "rows", "settle"};
  for (const std::string_view parameter : text::split(parameters, '&')) {
    const std::string_view key = parameter.substr(0, parameter.find('='));
    if (auto known = text::parse_choice(key, keys); !known)
      return text::mismatch(std::format("has a parameter \"{}\", which {}", key, known.error().why),
                            std::move(known.error().nearest));
  }
  return {};
}

text::Parsed<std::string> parse_check(std::string_view check) {
  static constexpr std::array<std::string_view, 9> names{"data_checksums",  "checksum_failures", "amcheck",
                                                         "invalid_indexes", "collation_drift",   "sequences",
                                                         "wraparound",      "replication",       "freshness"};
  static constexpr std::string_view compare = "compare:";
  if (check.starts_with(compare)) {
    const std::string_view other = check.substr(compare.size());
    const std::size_t mark = other.find('?');
    const std::string_view name = other.substr(0, mark);
    if (auto secret = text::parse_object_name(name); !secret)
      return text::mismatch(std::format("names the Secret \"{}\", which {}", name, secret.error().why));
    if (mark != std::string_view::npos) {
      if (auto checked = check_parameters(other.substr(mark + 1)); !checked)
        return std::unexpected(std::move(checked.error()));
    }
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
