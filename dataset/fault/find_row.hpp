#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// Which row of the stage made the merge fail, after a rollback to where stage and delta are still there.
// Works for every constraint and trigger: a foreign key by looking for the missing parent, all others by
// halving the lines and trying again, which takes about as long as the merge itself.
core::Error find_row(platform::postgres::Session& session, const DataSet& data_set,
                     const platform::postgres::ServerError& error);

// The first row whose foreign key `error.constraint` finds no parent; nullopt: it is not that simple.
std::optional<core::Error> find_orphan(platform::postgres::Session& session, const DataSet& data_set,
                                       const platform::postgres::ServerError& error);

// A row of the stage with the key of an earlier one.
struct Duplicate {
  std::uint64_t line = 0;
  std::uint64_t earlier = 0;
  std::string key;  // "id = "1"", for messages
};
// By line, `limit` at most.
platform::postgres::Answer<std::vector<Duplicate>> find_duplicates(platform::postgres::Session& session,
                                                                   const DataSet& data_set, std::int64_t limit);

// The first of them.
core::Error find_duplicate(platform::postgres::Session& session, const DataSet& data_set,
                           const platform::postgres::ServerError& error);

}  // namespace chandler::dataset
