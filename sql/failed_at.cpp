#include "sql/failed_at.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "sql/position.hpp"
#include "sql/split.hpp"

namespace chandler::sql {
namespace {

using platform::postgres::ServerError;

// "COPY menu, line 3, column price: …" counts the rows' lines from 1.
std::optional<std::size_t> copy_line(const ServerError& error) {
  if (!error.context.starts_with("COPY ")) return std::nullopt;
  static constexpr std::string_view mark = ", line ";
  const std::size_t at = error.context.find(mark);
  if (at == std::string::npos) return std::nullopt;
  std::size_t line = 0;
  const char* begin = error.context.data() + at + mark.size();
  const auto [end, failed] = std::from_chars(begin, error.context.data() + error.context.size(), line);
  return failed == std::errc() && line > 0 ? std::optional(line) : std::nullopt;
}

std::size_t start_of_line(std::string_view text, std::size_t from, std::size_t lines) {
  std::size_t at = from;
  for (std::size_t i = 1; i < lines; ++i) at = std::min(text.find('\n', at), text.size() - 1) + 1;
  return at;
}

}  // namespace

std::optional<FailedAt> locate(const ServerError& error, const Batch& batch, std::string_view text) {
  const auto statements = split(text, batch.whole);
  if (!statements || statements->empty()) return std::nullopt;
  if (batch.copy_data) {
    if (const auto line = copy_line(error)) {
      return FailedAt{statements->back().sql, start_of_line(text, batch.copy_data->begin, *line)};
    }
  }
  if (error.position > 0) {
    const std::size_t in_text = byte_of_character(batch.text, error.position - 1);
    if (in_text >= batch.prefix_bytes && in_text <= batch.prefix_bytes + batch.script.size()) {
      const std::size_t byte = batch.script.begin + (in_text - batch.prefix_bytes);
      const auto next = std::ranges::find_if(*statements, [&](const Statement& each) { return each.sql.begin > byte; });
      return FailedAt{(next == statements->begin() ? next : next - 1)->sql, byte};
    }
  }
  if (error.statements_done < batch.prefix_statements) return std::nullopt;
  const std::size_t index = error.statements_done - batch.prefix_statements;
  if (index >= statements->size()) return std::nullopt;
  return FailedAt{(*statements)[index].sql, (*statements)[index].sql.begin};
}

}  // namespace chandler::sql
