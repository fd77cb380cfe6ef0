#include "platform/metrics/declaration.hpp"

#include <format>

namespace chandler::platform::metrics {

std::string_view name_of(Type type) {
  switch (type) {
    case Type::counter:
      return "counter";
    case Type::gauge:
      return "gauge";
    case Type::histogram:
      return "histogram";
  }
  return "untyped";
}

std::string to_markdown(std::span<const Declaration* const> declarations) {
  std::string out = "| metric | type | labels | meaning |\n| --- | --- | --- | --- |\n";
  for (const Declaration* declaration : declarations) {
    std::string labels;
    for (const std::string_view label : declaration->labels) {
      if (!labels.empty()) labels += ", ";
      labels.append("`").append(label).append("`");
    }
    out += std::format("| `{}` | {} | {} | {} |\n", declaration->name, name_of(declaration->type), labels,
                       declaration->help);
  }
  return out;
}

}  // namespace chandler::platform::metrics
