#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/error.hpp"
#include "dataset/write/merge_sql.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// What is done with the lines of a table that has a column chandler_line.
struct LineWork {
  std::function<platform::postgres::Answer<void>(const LineRange&)> take;
  // Once, when all lines together were refused: to get ready for halves. An error ends it all.
  std::function<core::Expected<void>(const platform::postgres::ServerError&)> prepare;
  // A single line was refused.
  std::function<core::Expected<void>(std::uint64_t line, const platform::postgres::ServerError&)> refuse;
};

// Takes all lines of the table at once, and where that fails, halves of them, until what fails is single lines: k bad
// ones among n cost about log(k) passes over them all, with an index by chandler_line. Lines are taken in their
// order. Each try is a savepoint. Errors: those of the work; the server's, where no row is at fault: what fails without
// any row, for lack of a right or of a function, is not a row's fault either.
core::Expected<void> in_halves(platform::postgres::Session& session, const std::string& table, const std::string& where,
                               const LineWork& work);

}  // namespace chandler::dataset
