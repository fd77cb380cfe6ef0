#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "platform/postgres/settings.hpp"

namespace chandler::tests {

// A real PostgreSQL of one's own: made in a temporary folder, on a free port of 127.0.0.1, gone with the
// object. Not thread-safe. Making one takes about a second, so `shared()` serves tests that are content
// with a database of their own.
class PostgresServer {
 public:
  // `settings` are lines for postgresql.conf, such as "wal_level = logical"; `initdb` more words for initdb, such as
  // "--data-checksums".
  explicit PostgresServer(const std::vector<std::string>& settings = {}, const std::vector<std::string>& initdb = {});
  // A streaming standby of that one, by pg_basebackup.
  struct StandbyOf {
    const PostgresServer& primary;
  };
  explicit PostgresServer(StandbyOf of);
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;
  PostgresServer(PostgresServer&&) = delete;
  PostgresServer& operator=(PostgresServer&&) = delete;

  // "pgbench", "pg_dump" and the like of the same version: the path.
  static std::filesystem::path program(const std::string& name);

  // One server for the whole test program, stopped at its end.
  static PostgresServer& shared();

  // A new, empty database with a name nobody else has.
  platform::postgres::ConnectionSettings new_database();

  platform::postgres::ConnectionSettings settings(const std::string& database) const;
  std::string uri(const std::string& database) const;
  const std::filesystem::path& folder() const { return folder_; }
  int port() const { return port_; }

  void start();
  void stop(const std::string& mode = "fast");  // smart, fast or immediate

 private:
  void configure(const std::vector<std::string>& settings);

  std::filesystem::path folder_;
  int port_ = 0;
  int databases_ = 0;
};

}  // namespace chandler::tests
