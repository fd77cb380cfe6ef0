#include "core/text/postgres_source.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <utility>

#include "core/text/list.hpp"
#include "core/text/names.hpp"
#include "core/text/nearest.hpp"
#include "core/text/url.hpp"

namespace chandler::core::text {
namespace {

constexpr std::array<std::string_view, 3> keys{"table", "query", "into"};

bool is_text(std::string_view value) {
  return std::ranges::all_of(value, [](char c) { return static_cast<unsigned char>(c) >= 0x20 || c == '\n'; });
}

std::string* member(PostgresSource& source, std::string_view key) {
  if (key == "table") return &source.table;
  if (key == "query") return &source.query;
  return key == "into" ? &source.into : nullptr;
}

// In quotes anything goes, which the database judges.
Parsed<void> check_relation(std::string_view key, const std::string& name) {
  if (name.contains('"')) return {};
  const auto relation = parse_relation(name);
  if (relation) return {};
  return mismatch(std::format("has {}={}, which {}", key, name, relation.error().why));
}

Parsed<void> take(PostgresSource& source, std::string_view parameter) {
  const std::size_t equals = parameter.find('=');
  const std::string_view key = parameter.substr(0, equals);
  std::string* value = member(source, key);
  if (value == nullptr) {
    const std::string_view near = nearest(key, keys);
    return mismatch(std::format("has a parameter \"{}\"; it knows table, query and into", key),
                    near.empty() ? std::string() : std::format("{}=", near));
  }
  if (!value->empty()) return mismatch(std::format("has {}= twice", key));
  auto decoded = percent_decode(equals == std::string_view::npos ? std::string_view() : parameter.substr(equals + 1));
  if (!decoded) return mismatch(std::format("has a % in {}= without two hexadecimal digits: write %25", key));
  if (decoded->empty()) return mismatch(std::format("has nothing behind {}=", key));
  if (!is_text(*decoded)) return mismatch(std::format("has control characters in {}=", key));
  *value = *std::move(decoded);
  if (key == "query") return {};
  return check_relation(key, *value);
}

}  // namespace

Parsed<PostgresSource> parse_postgres_source(std::string_view text) {
  if (!text.starts_with(postgres_scheme)) return mismatch("does not begin with postgres:");
  text.remove_prefix(postgres_scheme.size());
  const std::size_t mark = text.find('?');
  PostgresSource source{.place = std::string(text.substr(0, mark)), .parameters = {}};
  if (source.place.empty()) return mismatch("names nothing behind postgres:");
  if (mark == std::string_view::npos) return mismatch("needs ?table= or ?query= to say which rows");
  source.parameters = text.substr(mark + 1);
  for (const std::string_view parameter : split(source.parameters, '&')) {
    if (auto taken = take(source, parameter); !taken) return std::unexpected(std::move(taken.error()));
  }
  if (source.table.empty() == source.query.empty()) {
    return mismatch(source.table.empty() ? "needs table= or query= to say which rows"
                                         : "has table= and query=, of which one says which rows");
  }
  return source;
}

}  // namespace chandler::core::text
