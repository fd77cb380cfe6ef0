#pragma once

#include <map>
#include <string>

#include "core/error.hpp"
#include "platform/process/environment.hpp"

namespace chandler::platform::postgres {

// libpq's connection parameters by keyword (host, port, dbname, user, password, sslmode, …). What is
// absent libpq takes from PG* variables, service files and password files, as always.
struct ConnectionSettings {
  std::map<std::string, std::string> parameters;

  // "app@db.example:5432/menu", for messages; never holds the password.
  std::string describe() const;
};

// Where the parts come from, strongest first:
//   1. `uri` (--database or CHANDLER_DATABASE): a postgresql:// URI or a libpq key=value string
//   2. CHANDLER_DATABASE_SECRET_{HOST,PORT,DBNAME,DATABASE,USER,USERNAME,PASSWORD,SSLMODE}: the keys of
//      the Secret that chandler.dev/database names, under any of the operators' usual names
//   3. CHANDLER_DATABASE_SECRET_{URI,URL}: a whole URI among these keys
//   4. CHANDLER_DATABASE_{HOST,PORT,NAME,USER,SSLMODE}: the annotations that fill what the Secret lacks
//   5. libpq's own PG* variables and files
// Errors: a URI that libpq cannot parse, without showing it (it may hold a password); a Secret's user or
// password with no host from anywhere.
core::Expected<ConnectionSettings> resolve_settings(const std::string& uri, const Environment& environment);

// The same from a Secret's keys alone, which `keys` looks up (host, port, dbname, …, uri, url), parts before URIs.
// `place`: where they are, for messages. Errors: database.bad_uri; database.no_host.
core::Expected<ConnectionSettings> settings_of_secret(const Environment& keys, const std::string& place);

}  // namespace chandler::platform::postgres
