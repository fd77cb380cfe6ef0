#pragma once

#include <functional>
#include <string>

#include "init/migrate/migrate.hpp"
#include "platform/postgres/session.hpp"
#include "tests/unit/migrate/temporary_folder.hpp"

namespace chandler::tests {

// A database of one's own on the shared server, looked at by a session of its own.
class Database {
 public:
  Database();

  const platform::postgres::ConnectionSettings& settings() const { return settings_; }
  std::string uri() const;

  // Another session, with its own stop.
  platform::postgres::Session connect() const;

  // Fails the test on an error.
  void run(const std::string& sql);

  // The first column of the first row; "" when there is none.
  std::string value(const std::string& sql);

  // Asks again and again until the query's value is 't'; fails the test after a minute.
  void await(const std::string& sql);

  // chandler's own run, in this process.
  core::Expected<void> migrate(const migrate::TemporaryFolder& folder, migrate::Summary& summary,
                               const std::function<void(migrate::Options&)>& change = {});
  core::Expected<void> migrate(const migrate::TemporaryFolder& folder);

 private:
  platform::postgres::ConnectionSettings settings_;
  platform::postgres::Session session_;
};

}  // namespace chandler::tests
