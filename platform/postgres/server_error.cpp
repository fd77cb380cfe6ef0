#include "platform/postgres/server_error.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <libpq-fe.h>

namespace chandler::platform::postgres {
namespace {

std::string field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text == nullptr ? std::string() : std::string(text);
}

// libpq spreads what it says of a connection over several lines, with tabs.
std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\t';
    if (space && (line.empty() || line.back() == ' ')) continue;
    line += space ? ' ' : c;
  }
  while (line.ends_with(' ')) line.pop_back();
  return line;
}

std::size_t number(std::string_view text) {
  std::size_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

ServerError error_of(const pg_result* result, const pg_conn* connection) {
  ServerError error;
  error.connection_lost = connection != nullptr && PQstatus(connection) == CONNECTION_BAD;
  if (result != nullptr) {
    error.sqlstate = field(result, PG_DIAG_SQLSTATE);
    error.message = field(result, PG_DIAG_MESSAGE_PRIMARY);
    error.detail = field(result, PG_DIAG_MESSAGE_DETAIL);
    error.hint = field(result, PG_DIAG_MESSAGE_HINT);
    error.context = field(result, PG_DIAG_CONTEXT);
    error.schema = field(result, PG_DIAG_SCHEMA_NAME);
    error.table = field(result, PG_DIAG_TABLE_NAME);
    error.constraint = field(result, PG_DIAG_CONSTRAINT_NAME);
    error.column = field(result, PG_DIAG_COLUMN_NAME);
    error.position = number(field(result, PG_DIAG_STATEMENT_POSITION));
    if (error.message.empty()) error.message = on_one_line(PQresultErrorMessage(result));
  }
  if (error.message.empty() && connection != nullptr) error.message = on_one_line(PQerrorMessage(connection));
  return error;
}

core::Outcome outcome_of(const ServerError& error) {
  if (error.stopped || error.connection_lost) return core::Outcome::could_not;
  if (error.sqlstate.empty()) return core::Outcome::could_not;
  // Classes of https://www.postgresql.org/docs/17/errcodes-appendix.html that pass by themselves:
  // connection, transaction rollback, insufficient resources, operator intervention, system error.
  static constexpr std::array<std::string_view, 5> passing_classes{"08", "40", "53", "57", "58"};
  const auto state_class = std::string_view(error.sqlstate).substr(0, 2);
  if (std::ranges::contains(passing_classes, state_class) || error.is("55P03")) return core::Outcome::could_not;
  return core::Outcome::problem;
}

core::Error to_error(const ServerError& error, std::string code, std::string where, std::string hint) {
  std::string message = error.message;
  if (!error.detail.empty()) message += ": " + error.detail;
  if (hint.empty()) hint = error.hint;
  return {.outcome = outcome_of(error),
          .code = std::move(code),
          .message = std::move(message),
          .where = std::move(where),
          .hint = std::move(hint),
          .sqlstate = error.sqlstate};
}

}  // namespace chandler::platform::postgres
