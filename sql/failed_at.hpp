#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "platform/postgres/server_error.hpp"
#include "sql/batch.hpp"

namespace chandler::sql {

// Where in the script a batch failed, from the server's position, the rows of a COPY, or the number of
// statements that had ended; nullopt: after the file's own statements, at the history or at COMMIT.
struct FailedAt {
  Range statement;
  std::size_t byte = 0;  // in the script
};
std::optional<FailedAt> locate(const platform::postgres::ServerError& error, const Batch& batch, std::string_view text);

}  // namespace chandler::sql
