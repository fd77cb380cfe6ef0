#include "dataset/write/write_lines.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::Answer;
using platform::postgres::Session;

Answer<std::int64_t> update(Session& session, const MergeSql& sql, const LineRange& lines) {
  if (!sql.updates()) return 0;
  return session.run(sql.update(lines)).transform([](const auto& done) { return done.affected(); });
}

Answer<std::int64_t> insert(Session& session, const MergeSql& sql, const LineRange& lines) {
  return session.run(sql.insert(lines)).transform([](const auto& done) { return done.affected(); });
}

}  // namespace

Answer<Counts> write_lines(Session& session, const MergeSql& sql, const LineRange& lines, First first) {
  Counts counts;
  auto* const one = first == First::changed ? &update : &insert;
  auto* const other = first == First::changed ? &insert : &update;
  const auto before = one(session, sql, lines);
  if (!before) return std::unexpected(before.error());
  const auto behind = other(session, sql, lines);
  if (!behind) return std::unexpected(behind.error());
  counts.updated = first == First::changed ? *before : *behind;
  counts.inserted = first == First::changed ? *behind : *before;
  return counts;
}

}  // namespace chandler::dataset
