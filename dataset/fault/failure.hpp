#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "platform/postgres/server_error.hpp"

namespace chandler::dataset {

// Stands in the hint of every error after which the database is as it was.
inline constexpr std::string_view nothing_loaded = "Nothing was loaded.";

// A hint behind it; an empty one is left out.
std::string with_nothing_loaded(std::string_view hint);

// What the server said about something that is not a row's fault: no right, no space, cut off, stopped.
core::Error server_failure(const platform::postgres::ServerError& error, std::string where);

}  // namespace chandler::dataset
