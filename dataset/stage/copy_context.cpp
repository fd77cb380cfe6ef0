#include "dataset/stage/copy_context.hpp"

#include <charconv>
#include <string>

namespace chandler::dataset {
namespace {

constexpr auto nowhere = std::string_view::npos;

// Where the column's name stands: a colon and the value follow, or, in binary format, nothing.
std::size_t place_of(std::string_view text, const std::string& name) {
  std::size_t at = text.find(" " + name + ":");
  if (at == nowhere) at = text.find(" " + name + " :");
  if (at == nowhere && text.ends_with(" " + name)) at = text.size() - name.size() - 1;
  return at;
}

std::optional<std::string> value_in(std::string_view text) {
  if (!text.starts_with(": \"") || !text.ends_with('"') || text.size() < 4) return std::nullopt;
  return std::string(text.substr(3, text.size() - 4));
}

}  // namespace

std::optional<CopyPlace> parse_copy_context(std::string_view context, std::string_view relation,
                                            std::span<const Column> columns) {
  const std::size_t named = context.find(relation);
  if (named == std::string_view::npos) return std::nullopt;
  std::string_view rest = context.substr(named + relation.size());
  const std::size_t digits = rest.find_first_of("0123456789");
  if (digits == std::string_view::npos) return std::nullopt;
  CopyPlace place;
  const auto [end, error] = std::from_chars(rest.data() + digits, rest.data() + rest.size(), place.server_line);
  if (error != std::errc{}) return std::nullopt;
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  // Behind ", column" or that in another language stands the name, then a colon and the value.
  if (!rest.starts_with(',') && !rest.starts_with("、")) return place;
  std::size_t earliest = nowhere;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::size_t at = place_of(rest, columns[i].name);
    if (at >= earliest) continue;
    earliest = at;
    place.column = i;
    place.value = value_in(rest.substr(at + 1 + columns[i].name.size()));
  }
  return place;
}

}  // namespace chandler::dataset
