#include "platform/postgres/result.hpp"

#include <charconv>

#include <libpq-fe.h>

namespace chandler::platform::postgres {
namespace {

std::int64_t number(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

void Result::Clear::operator()(pg_result* result) const {
  PQclear(result);
}

Result::Result(pg_result* result) : result_(result) {}

int Result::rows() const {
  return PQntuples(result_.get());
}
int Result::columns() const {
  return PQnfields(result_.get());
}
bool Result::is_null(int row, int column) const {
  return PQgetisnull(result_.get(), row, column) != 0;
}

std::string_view Result::text(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column), static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::int64_t Result::integer(int row, int column) const {
  return number(text(row, column));
}
bool Result::boolean(int row, int column) const {
  return text(row, column) == "t";
}

std::optional<std::string_view> Result::optional_text(int row, int column) const {
  if (is_null(row, column)) return std::nullopt;
  return text(row, column);
}

std::string_view Result::name(int column) const {
  return PQfname(result_.get(), column);
}
std::uint32_t Result::type(int column) const {
  return PQftype(result_.get(), column);
}
int Result::modifier(int column) const {
  return PQfmod(result_.get(), column);
}

std::int64_t Result::affected() const {
  return number(PQcmdTuples(result_.get()));
}

}  // namespace chandler::platform::postgres
