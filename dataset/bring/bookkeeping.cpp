#include "dataset/bring/bookkeeping.hpp"

#include <algorithm>

#include "dataset/content/content.hpp"
#include "dataset/description/digest.hpp"
#include "dataset/fault/command.hpp"

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
                                                    std::span<const DataSet> data_sets, bool dry_run,
                                                    const std::stop_token& stop) {
  if (dry_run) return std::vector<Held>(data_sets.size());
  for (const DataSet& data_set : data_sets) {
    if (data_set.hash.known() || data_set.file.remote) continue;
    const auto loaded = ever_loaded(session, data_set.table.name);
    if (!loaded) return std::unexpected(loaded.error());
    if (!*loaded) continue;
    if (auto learned = learn_hash(data_set, stop); !learned) return std::unexpected(learned.error());
  }
  return ask_whether_brought(session, data_sets);
}

DataSetResult unchanged_result(const DataSet& data_set, const Held& held) {
  DataSetResult out = result_of(data_set, Action::unchanged);
  if (held) out.counts.rejected = held->rejected;
  return out;
}

core::Expected<void> learn_hash(const DataSet& data_set, const std::stop_token& stop) {
  if (data_set.hash.known() || data_set.file.remote) return {};
  auto hash = hash_of(data_set.file.path, stop);
  if (!hash) return std::unexpected(hash.error());
  data_set.hash.learn(description::content_hash(*std::move(hash), data_set.file.entry.get()));
  return {};
}

core::Expected<Held> holds_already(platform::postgres::Session& session, const DataSet& data_set) {
  // A dry run may meet a database without a ledger, and goes on.
  if (auto marked = command(session, "SAVEPOINT chandler_asked", data_set.file.name); !marked)
    return std::unexpected(marked.error());
  const auto known = ask_whether_brought(session, std::span(&data_set, 1));
  if (!known) return std::unexpected(known.error());
  if (auto undone = command(session, "ROLLBACK TO chandler_asked", data_set.file.name); !undone)
    return std::unexpected(undone.error());
  return known->front();
}

DataSetResult result_of(const DataSet& data_set, Action action) {
  return {.file = data_set.file.name,
          .table = data_set.table.name.display(),
          .action = action,
          .fresh_for = data_set.policy.fresh_for};
}

LedgerEntry entry_of(const DataSet& data_set, std::string_view by) {
  LedgerEntry out{.command = by,
                  .table_oid = data_set.table.oid,
                  .table = data_set.table.name,
                  .source = data_set.file.name,
                  .hash = known_hash(data_set),
                  .origin = data_set.file.origin,
                  .columns = {},
                  .fresh_for = data_set.policy.fresh_for};
  for (const Column& column : data_set.sql.columns()) out.columns.push_back(column.name);
  return out;
}

}  // namespace chandler::dataset
