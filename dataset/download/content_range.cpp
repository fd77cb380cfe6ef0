#include "dataset/download/content_range.hpp"

#include <limits>

#include "core/text/list.hpp"
#include "core/text/number.hpp"

namespace chandler::dataset {
namespace {

constexpr std::string_view unit = "bytes ";

std::optional<std::uint64_t> number(std::string_view text) {
  const auto value = core::text::parse_whole(text, 0, std::numeric_limits<std::int64_t>::max());
  return value ? std::optional(static_cast<std::uint64_t>(*value)) : std::nullopt;
}

}  // namespace

std::optional<ContentRange> parse_content_range(std::string_view text) {
  if (!text.starts_with(unit)) return std::nullopt;
  text = core::text::trim(text.substr(unit.size()));
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string_view range = text.substr(0, slash);
  const std::string_view total = text.substr(slash + 1);
  ContentRange out;
  if (total != "*") {
    out.total = number(total);
    if (!out.total) return std::nullopt;
  }
  if (range == "*") return out.total ? std::optional(out) : std::nullopt;
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  out.first = number(range.substr(0, dash));
  out.last = number(range.substr(dash + 1));
  const bool ordered = out.first && out.last && *out.first <= *out.last && (!out.total || *out.last < *out.total);
  return ordered ? std::optional(out) : std::nullopt;
}

}  // namespace chandler::dataset
