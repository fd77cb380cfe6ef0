#pragma once

#include <span>
#include <stop_token>

#include "core/error.hpp"
#include "dataset/bring/bring.hpp"
#include "dataset/ledger/ledger.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// A session of the run's own name, when the database is ready.
core::Expected<platform::postgres::Session> connect(const Options& options, const std::stop_token& stop);

// Commits what the ledger has `evidence` of in the same transaction. Where the answer is lost, the ledger tells over
// another connection how it ended. Errors (could_not): database.lost, nothing was committed; load.in_doubt, the
// database stayed away.
core::Expected<void> commit(platform::postgres::Session& session, const Options& options,
                            std::span<const Question> evidence, const std::stop_token& stop);

}  // namespace chandler::dataset
