#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cron/probe/compare/pairing.hpp"
#include "cron/probe/compare/row_hash.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::probe::compare {

// A row's primary key, each column as text.
using Key = std::vector<std::string>;

// Keys behind `after` up to and with `upto`, as the index sorts them. Nullopt: without an end.
struct Range {
  std::optional<Key> after;
  std::optional<Key> upto;

  bool operator==(const Range&) const = default;
};

struct Query {
  std::string sql;
  std::vector<platform::postgres::Parameter> parameters;
};

// What is asked of one of the two servers about a pair of tables. Pure.
class Statements {
 public:
  Statements(const Table& mine, const Table& other, const std::vector<std::string>& columns, const Spelling& spelling);

  // One row: the key that stands `rows` behind `after`. No row: fewer than that are left.
  Query bound(const std::optional<Key>& after, std::int64_t rows) const;
  // One row: how many, and the sum of their hashes.
  Query chunk(const Range& range) const;
  // The same of 2^bits parts, by the key's hash: part, rows, sum. Parts without a row are left out.
  Query parts(const Range& range, int bits) const;
  // Hash, then the key's columns, of the rows of these parts; with no bits of all. At most `limit`.
  Query rows(const Range& range, int bits, std::span<const std::int64_t> parts, std::int64_t limit) const;
  // Of the keys that exist: place in `keys` from 1 on, and hash.
  Query look(std::span<const Key> keys) const;
  // The same with a hash of each of the columns.
  Query look_at_columns(std::span<const Key> keys) const;
  // Bytes, with what is stored aside.
  Query size() const;

 private:
  std::string where(const Range& range, std::vector<platform::postgres::Parameter>& parameters) const;
  std::string joined_by(std::span<const Key> keys, std::vector<platform::postgres::Parameter>& parameters) const;

  std::vector<std::string> key_;        // "t."id""
  std::vector<std::string> key_types_;  // what a bound is cast to
  std::string key_texts_;
  std::string key_hash_;
  std::string row_hash_;
  std::string column_hashes_;
  std::string from_;
  std::uint32_t oid_;
};

}  // namespace chandler::probe::compare
