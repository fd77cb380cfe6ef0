#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "init/migrate/apply/batch.hpp"
#include "init/migrate/layout/layout.hpp"
#include "init/migrate/plan.hpp"
#include "platform/postgres/server_error.hpp"

namespace chandler::migrate {

// Where in the script a batch failed, from the server's position, the rows of a COPY, or the number of
// statements that had ended; nullopt: after the file's own statements, at the history or at COMMIT.
struct FailedAt {
  Range statement;
  std::size_t byte = 0;  // in the script
};
std::optional<FailedAt> locate(const platform::postgres::ServerError& error, const Batch& batch, std::string_view text);

// The error of a file: file, line, column, the statement's head, the server's words, what state the
// database is in (`state`, a clause such as "rolled back: nothing of V7__menu.sql remains").
core::Error file_error(const platform::postgres::ServerError& error, const std::optional<FailedAt>& at,
                       const Step& step, const SourceText& source, std::string_view original, std::string_view state);

}  // namespace chandler::migrate
