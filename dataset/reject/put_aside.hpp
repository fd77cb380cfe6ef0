#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/fault/foreign_key.hpp"
#include "dataset/reject/rejects.hpp"
#include "platform/postgres/session.hpp"

// Sets of bad rows that one query finds. Each goes to `rejects` and out of the table that it is in. Errors:
// load.too_many_errors; the server's.
namespace chandler::dataset {

// Rows of the stage with the key of an earlier one.
core::Expected<void> put_duplicates_aside(platform::postgres::Session& session, const DataSet& data_set,
                                          Rejects& rejects);

enum class Keys : std::uint8_t {
  immediate,  // that are checked when a row is written
  all,
};

// Rows of the delta whose foreign keys find no parent, and then those that referred to them. A key is left out where
// we may not see the parent's rows: whoever writes the rows finds out.
core::Expected<void> put_orphans_aside(platform::postgres::Session& session, const DataSet& data_set, Keys which,
                                       Rejects& rejects);

// Rows of the stage that are known as bad.
core::Expected<void> put_known_aside(platform::postgres::Session& session, const DataSet& data_set,
                                     std::span<const Reject> known, Rejects& rejects);

Reject reject_of(const DataSet& data_set, const ForeignKey& key, const Orphan& orphan);

// An array for SQL: '{1,2}'.
std::string line_list(std::span<const std::uint64_t> lines);

}  // namespace chandler::dataset
