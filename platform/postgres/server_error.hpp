#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/error.hpp"

struct pg_result;
struct pg_conn;

namespace chandler::platform::postgres {

// What the server (or libpq) said, field by field. Source of the fields:
// https://www.postgresql.org/docs/17/protocol-error-fields.html
struct ServerError {
  std::string sqlstate;  // empty when libpq itself failed: no connection, or it broke
  std::string message;
  std::string detail;
  std::string hint;
  std::string context;
  std::string schema;  // of the table
  std::string table;
  std::string constraint;
  std::string column;
  std::size_t position = 0;         // 1-based character of the text that was sent; 0: unknown
  std::size_t statements_done = 0;  // how many statements of the text had ended before this one failed
  bool connection_lost = false;
  bool stopped = false;  // cancelled because the process was asked to stop

  bool is(std::string_view state) const { return sqlstate == state; }
};

ServerError error_of(const pg_result* result, const pg_conn* connection);

// could_not for what may pass by itself (connection, resources, locks, shutdown, serialization), else
// problem. A wrong password or a missing database is a problem: waiting does not mend it.
core::Outcome outcome_of(const ServerError& error);

// The server's words with code and place added; detail follows the message, the server's hint is kept
// unless `hint` is given.
core::Error to_error(const ServerError& error, std::string code, std::string where = {}, std::string hint = {});

}  // namespace chandler::platform::postgres
