#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "init/migrate/layout/layout.hpp"
#include "init/migrate/plan.hpp"
#include "platform/postgres/server_error.hpp"
#include "sql/failed_at.hpp"

namespace chandler::migrate {

// The error of a file: file, line, column, the statement's head, the server's words, what state the
// database is in (`state`, a clause such as "rolled back: nothing of V7__menu.sql remains").
core::Error file_error(const platform::postgres::ServerError& error, const std::optional<sql::FailedAt>& at,
                       const Step& step, const SourceText& source, std::string_view original, std::string_view state);

}  // namespace chandler::migrate
