#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/error.hpp"
#include "platform/postgres/settings.hpp"
#include "platform/process/environment.hpp"

namespace chandler::probe::compare {

// What stands behind "compare:": where the other database is, and after a '?' what of it, with & between.
struct Address {
  // A Secret's name or the folder in which it is mounted; or, by hand, a URI or libpq's key=value.
  std::string place;
  bool is_folder = true;

  std::vector<std::string> tables;         // tables=a,public.b: only these; empty: all that both have
  std::vector<std::string> schemas;        // schema=a,b: only theirs
  std::vector<std::string> ignored;        // ignore=column,table.column,schema.table.column
  std::size_t rows = 20;                   // rows=N: so many keys that differ are named of each table
  std::chrono::milliseconds settle{1000};  // settle=2s: between the looks at rows that differ

  bool operator==(const Address&) const = default;
};

// Values are percent-encoded; in a list of checks their commas have to be, or the parameter is repeated. Of a URI's own
// parameters those of libpq stay with it. Errors (usage): compare.bad_address, which shows no password.
core::Expected<Address> parse_address(std::string_view argument);

// What reports may show: the folder or Secret; of a URI or key=value neither user nor password.
std::string shown(std::string_view argument);

// A Secret's name is a folder in CHANDLER_SOURCE_DIR, where that is set. Errors: database.bad_uri, database.no_host,
// compare.no_secret.
core::Expected<platform::postgres::ConnectionSettings> settings_of(const Address& address,
                                                                   const platform::Environment& environment);

}  // namespace chandler::probe::compare
