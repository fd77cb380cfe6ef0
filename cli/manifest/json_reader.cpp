#include <algorithm>
#include <sstream>

#include <nlohmann/json.hpp>

#include "cli/manifest/readers.hpp"

namespace chandler::cli::manifest {
namespace {

SyntaxError error_at(std::string_view text, std::size_t offset, std::string_view what) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto line = static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1;
  const std::size_t newline = before.rfind('\n');
  const std::size_t column = newline == std::string_view::npos ? before.size() + 1 : before.size() - newline;
  // "[json.exception.parse_error.101] parse error at line 1, column 8: syntax error …"
  const std::size_t head = what.find(": ");
  return {line, column, std::string(head == std::string_view::npos ? what : what.substr(head + 2))};
}

}  // namespace

std::expected<std::vector<JsonPart>, SyntaxError> read_json(std::string_view text) {
  std::vector<JsonPart> parts;
  std::istringstream in{std::string(text)};
  while (true) {
    in >> std::ws;
    if (in.eof() || in.peek() == std::istringstream::traits_type::eof()) return parts;
    const auto begin = static_cast<std::size_t>(in.tellg());
    try {
      nlohmann::ordered_json value;
      in >> value;
      in.clear();
      const auto end = in.tellg();
      parts.push_back({begin, end < 0 ? text.size() : static_cast<std::size_t>(end), from_json(value)});
    } catch (const nlohmann::json::parse_error& error) {
      return std::unexpected(error_at(text, begin + (error.byte > 0 ? error.byte - 1 : 0), error.what()));
    } catch (const nlohmann::json::out_of_range& error) {  // a number that no double holds
      const auto at = in.tellg();
      return std::unexpected(error_at(text, at < 0 ? begin : static_cast<std::size_t>(at), error.what()));
    }
  }
}

}  // namespace chandler::cli::manifest
