#pragma once

#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "dataset/bring/bring.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/ledger/ledger.hpp"
#include "platform/postgres/session.hpp"

// What the lock, the ledger and the report want to know of a run's data sets, whichever way they are brought.
namespace chandler::dataset {

// In the order in which everybody takes them.
std::vector<std::string> lock_names(std::span<const DataSet> data_sets);

std::vector<Question> questions_of(std::span<const DataSet> data_sets);

// Which of these the ledger has as brought. Errors: those of already_loaded.
core::Expected<std::vector<Held>> ask_whether_brought(platform::postgres::Session& session,
                                                      std::span<const DataSet> data_sets);

// The same under the locks: another run may have been faster. A dry run looks at all of them.
core::Expected<std::vector<Held>> brought_meanwhile(platform::postgres::Session& session,
                                                    std::span<const DataSet> data_sets, bool dry_run,
                                                    const std::stop_token& stop);

// Reads the file for its hash, where that is not known yet. Errors: those of hash_of.
core::Expected<void> learn_hash(const DataSet& data_set, const std::stop_token& stop);

// The same of one, within the transaction and before anything is written to the table: of another database's rows it is
// only known once they were read.
core::Expected<Held> holds_already(platform::postgres::Session& session, const DataSet& data_set);

// Without figures.
DataSetResult unchanged_result(const DataSet& data_set, const Held& held);
DataSetResult result_of(const DataSet& data_set, Action action);

// Without figures. `by`: the command's name.
LedgerEntry entry_of(const DataSet& data_set, std::string_view by);

}  // namespace chandler::dataset
