#include "dataset/stage/copy_context.hpp"

#include <charconv>
#include <string>

namespace chandler::dataset {

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
  std::size_t earliest = std::string_view::npos;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::size_t at = rest.find(" " + columns[i].name + ":");
    if (at == std::string_view::npos) at = rest.find(" " + columns[i].name + " :");
    if (at >= earliest) continue;
    earliest = at;
    place.column = i;
  }
  return place;
}

}  // namespace chandler::dataset
