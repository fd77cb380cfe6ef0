#include "dataset/bring/bookkeeping.hpp"

#include <algorithm>

namespace chandler::dataset {

std::vector<std::string> lock_names(std::span<const DataSet> data_sets) {
  std::vector<std::string> names;
  names.reserve(data_sets.size());
  for (const DataSet& data_set : data_sets) names.push_back(data_set.table.name.display());
  std::ranges::sort(names);
  return names;
}

std::vector<Question> questions_of(std::span<const DataSet> data_sets) {
  std::vector<Question> questions;
  questions.reserve(data_sets.size());
  for (const DataSet& data_set : data_sets) questions.push_back(question_of(data_set));
  return questions;
}

core::Expected<std::vector<Held>> ask_whether_brought(platform::postgres::Session& session,
                                                      std::span<const DataSet> data_sets) {
  return already_loaded(session, questions_of(data_sets));
}

core::Expected<std::vector<Held>> brought_meanwhile(platform::postgres::Session& session,
                                                    std::span<const DataSet> data_sets, bool dry_run) {
  if (dry_run) return std::vector<Held>(data_sets.size());
  return ask_whether_brought(session, data_sets);
}

DataSetResult unchanged_result(const DataSet& data_set, const Held& held) {
  DataSetResult out = result_of(data_set, Action::unchanged);
  out.counts.rejected = held.value_or(0);
  return out;
}

DataSetResult result_of(const DataSet& data_set, Action action) {
  return {.file = data_set.file.name, .table = data_set.table.name.display(), .action = action};
}

LedgerEntry entry_of(const DataSet& data_set, std::string_view by) {
  LedgerEntry out{.command = by,
                  .table_oid = data_set.table.oid,
                  .table = data_set.table.name,
                  .source = data_set.file.name,
                  .hash = data_set.hash,
                  .origin = data_set.file.origin,
                  .fresh_for = data_set.policy.fresh_for};
  for (const Column& column : data_set.sql.columns()) out.columns.push_back(column.name);
  return out;
}

}  // namespace chandler::dataset
