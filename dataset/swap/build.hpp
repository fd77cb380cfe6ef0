#pragma once

#include <optional>
#include <stop_token>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/ledger/ledger.hpp"
#include "dataset/swap/definition.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset::swap {

// Builds the table beside and commits it, full, indexed, with its foreign keys, guards passed; one that an earlier
// run left is dropped first. Blocks nobody: its locks on the table are those of a reader, and those on tables that
// foreign keys point to are held for a moment. `counts.deleted` are the rows of the table, all of which the swap
// takes away. Errors: those of copy_file.hpp, policy.hpp and find_row.hpp; then nothing is left behind.
// Nullopt: the rows, which came from another database, turned out to be those of the table.
core::Expected<std::optional<Counts>> build(platform::postgres::Session& session, const DataSet& data_set,
                                            const Definition& definition, std::chrono::milliseconds lock_timeout,
                                            const std::stop_token& stop);

void drop_beside(platform::postgres::Session& session, const Definition& definition);

}  // namespace chandler::dataset::swap
