#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/fault/row_error.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// Which value of the raw table a cast of load.yaml, or the column behind it, does not take: found by halving the
// lines, after a rollback to where the raw table and the empty stage are still there.
core::Error find_conversion(platform::postgres::Session& session, const DataSet& data_set,
                            const platform::postgres::ServerError& error);

// What is wrong with load.yaml itself, so that it fails for every row; nullopt: a row is at fault.
std::optional<core::Error> wrong_description(platform::postgres::Session& session, const DataSet& data_set,
                                             const platform::postgres::ServerError& error);

// Which column of this line it is, and its value as the file has it.
struct ConversionFault {
  core::Error error;
  std::string column;  // or empty
  std::optional<std::string> value;
};
ConversionFault fault_of_line(platform::postgres::Session& session, const DataSet& data_set, std::uint64_t line,
                              const RowPlace& place, const platform::postgres::ServerError& error);

}  // namespace chandler::dataset
