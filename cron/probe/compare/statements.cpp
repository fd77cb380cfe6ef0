#include "cron/probe/compare/statements.hpp"

#include <algorithm>
#include <array>
#include <format>

#include "platform/postgres/quote.hpp"

namespace chandler::probe::compare {
namespace {

using platform::postgres::Parameter;

std::string list(std::span<const std::string> items) {
  std::string out;
  for (const std::string& item : items) out += std::format("{}{}", out.empty() ? "" : ", ", item);
  return out;
}

// A bound may come from a column that is wider over there.
std::string bound_type(const Column& column) {
  static constexpr std::array<std::string_view, 3> whole{"smallint", "integer", "bigint"};
  if (std::ranges::contains(whole, column.type)) return "bigint";
  return column.type == "character varying" ? "text" : column.type;
}

// {"a","b\"c"}
std::string array_of(std::span<const Key> keys, std::size_t column) {
  std::string out = "{";
  for (const Key& key : keys) {
    out += out.size() > 1 ? ",\"" : "\"";
    for (const char c : key[column]) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  return out + '}';
}

}  // namespace

Statements::Statements(const Table& mine, const Table& other, const std::vector<std::string>& columns,
                       const Spelling& spelling)
    : from_(std::format("{}{} AS t", mine.kind == Kind::partitioned ? "" : "ONLY ",
                        platform::postgres::qualified(mine.schema, mine.name))),
      oid_(mine.oid) {
  std::vector<std::string> values;
  std::vector<std::string> hashes;
  for (const std::string& name : columns) {
    values.push_back(value_of(*mine.column(name), *other.column(name), spelling));
    hashes.push_back(hash_of(values.back(), spelling));
  }
  row_hash_ = hash_of(list(values), spelling);
  column_hashes_ = list(hashes);
  std::vector<std::string> key_values;
  std::vector<std::string> key_texts;
  for (const KeyColumn& each : mine.key) {
    const Column& column = *mine.column(each.name);
    key_.push_back("t." + platform::postgres::quote_identifier(each.name));
    key_types_.push_back(bound_type(column));
    key_values.push_back(value_of(column, *other.column(each.name), spelling));
    key_texts.push_back(key_.back() + "::text");
  }
  key_hash_ = hash_of(list(key_values), spelling);
  key_texts_ = list(key_texts);
}

std::string Statements::where(const Range& range, std::vector<Parameter>& parameters) const {
  std::string out;
  const auto add = [&](const std::optional<Key>& key, std::string_view comparison) {
    if (!key) return;
    std::vector<std::string> bounds;
    for (std::size_t i = 0; i < key->size(); ++i) {
      parameters.emplace_back((*key)[i]);
      bounds.push_back(std::format("${}::{}", parameters.size(), key_types_[i]));
    }
    out += std::format("{}({}) {} ({})", out.empty() ? " WHERE " : " AND ", list(key_), comparison, list(bounds));
  };
  add(range.after, ">");
  add(range.upto, "<=");
  return out;
}

Query Statements::bound(const std::optional<Key>& after, std::int64_t rows) const {
  Query query;
  const std::string condition = where({.after = after, .upto = {}}, query.parameters);
  // The texts outside, lest they are made of every row that is passed over.
  const std::string keys = list(key_);
  query.sql = std::format("SELECT {} FROM (SELECT {} FROM {}{} ORDER BY {} OFFSET {} LIMIT 1) AS t", key_texts_, keys,
                          from_, condition, keys, rows - 1);
  return query;
}

Query Statements::chunk(const Range& range) const {
  Query query;
  const std::string condition = where(range, query.parameters);
  query.sql = std::format("SELECT count(*), coalesce(sum({}), 0) FROM {}{}", row_hash_, from_, condition);
  return query;
}

Query Statements::parts(const Range& range, int bits) const {
  Query query;
  const std::string condition = where(range, query.parameters);
  query.sql = std::format("SELECT {} & {}, count(*), sum({}) FROM {}{} GROUP BY 1", key_hash_, (1 << bits) - 1,
                          row_hash_, from_, condition);
  return query;
}

Query Statements::rows(const Range& range, int bits, std::span<const std::int64_t> parts, std::int64_t limit) const {
  Query query;
  std::string condition = where(range, query.parameters);
  if (bits > 0) {
    std::string numbers;
    for (const std::int64_t part : parts) numbers += std::format("{}{}", numbers.empty() ? "" : ",", part);
    condition += std::format("{}({} & {}) = ANY ('{{{}}}'::bigint[])", condition.empty() ? " WHERE " : " AND ",
                             key_hash_, (1 << bits) - 1, numbers);
  }
  query.sql = std::format("SELECT {}, {} FROM {}{} LIMIT {}", row_hash_, key_texts_, from_, condition, limit);
  return query;
}

std::string Statements::joined_by(std::span<const Key> keys, std::vector<Parameter>& parameters) const {
  std::string arrays;
  std::string names;
  std::string condition;
  for (std::size_t i = 0; i < key_.size(); ++i) {
    parameters.emplace_back(array_of(keys, i));
    arrays += std::format("{}${}::text[]", i == 0 ? "" : ", ", i + 1);
    names += std::format("k{}, ", i);
    condition += std::format("{}{} = wanted.k{}::{}", i == 0 ? "" : " AND ", key_[i], i, key_types_[i]);
  }
  return std::format("unnest({}) WITH ORDINALITY AS wanted({}place) JOIN {} ON {}", arrays, names, from_, condition);
}

Query Statements::look(std::span<const Key> keys) const {
  Query query;
  const std::string from = joined_by(keys, query.parameters);
  query.sql = std::format("SELECT wanted.place, {} FROM {}", row_hash_, from);
  return query;
}

Query Statements::look_at_columns(std::span<const Key> keys) const {
  Query query;
  const std::string from = joined_by(keys, query.parameters);
  query.sql = std::format("SELECT wanted.place, {} FROM {}", column_hashes_, from);
  return query;
}

Query Statements::size() const {
  return {.sql = std::format("SELECT coalesce((SELECT sum(pg_table_size(relid)) FROM pg_partition_tree({0}) WHERE "
                             "isleaf), pg_table_size({0}))::bigint",
                             oid_),
          .parameters = {}};
}

}  // namespace chandler::probe::compare
