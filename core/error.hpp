#pragma once

#include <expected>
#include <string>

#include "core/outcome.hpp"

namespace chandler::core {

// What went wrong, as facts a person or a program can act on. `message` is one sentence that holds
// the value seen and the value wanted; no field ever holds a password.
struct Error {
  Outcome outcome = Outcome::problem;
  std::string code;      // stable id for scripts and metrics, such as "migrate.changed_file"
  std::string message;   // what happened
  std::string where;     // "V3__menu.sql:12:5", "chandler.dev/migrate", or empty
  std::string hint;      // what to do next, or empty
  std::string sqlstate;  // the server's five characters, or empty
};

// "where: message (SQLSTATE 42P01). hint" on one line, for a person.
std::string describe(const Error& error);

template <typename T>
using Expected = std::expected<T, Error>;

}  // namespace chandler::core
