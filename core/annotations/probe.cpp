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

text::Parsed<ProbeCheck> parse_compare(std::string_view other) {
  const std::size_t mark = other.find('?');
  const std::string_view parameters = mark == std::string_view::npos ? "" : other.substr(mark + 1);
  auto secret = text::parse_object_name(other.substr(0, mark));
  if (!secret)
    return text::mismatch(std::format("names the Secret \"{}\", which {}", other.substr(0, mark), secret.error().why));
  if (mark != std::string_view::npos) {
    if (auto checked = check_parameters(parameters); !checked) return std::unexpected(std::move(checked.error()));
  }
  return ProbeCheck{.name = "compare", .secret = std::move(*secret), .parameters = std::string(parameters)};
}

text::Parsed<ProbeCheck> parse_check(std::string_view check) {
  static constexpr std::string_view compare = "compare:";
  if (check.starts_with(compare)) return parse_compare(check.substr(compare.size()));
  auto name = text::parse_choice(check, probe_checks());
  if (!name)
    return text::mismatch(std::format("{} or compare:SECRET", name.error().why), std::move(name.error().nearest));
  return ProbeCheck{.name = std::string(*name), .secret = {}, .parameters = {}};
}

}  // namespace

std::span<const std::string_view> probe_checks() {
  static constexpr std::array<std::string_view, 13> names{
      "settings",        "data_checksums", "checksum_failures", "invalid_indexes", "constraints",
      "collation_drift", "sequences",      "wraparound",        "vacuum",          "replication",
      "freshness",       "amcheck",        "duplicates"};
  return names;
}

text::Parsed<std::vector<ProbeCheck>> parse_checks(std::string_view whole) {
  return text::parse_list(whole, parse_check);
}

}  // namespace chandler::core::annotations
