#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "cron/probe/run/runner.hpp"
#include "tests/support/postgres_server.hpp"

namespace chandler::tests {

inline constexpr std::int64_t block_bytes = 8192;

// A server whose files a test may damage: PostgreSQL is stopped meanwhile, so that it reads what the disk "made".
class Damaged {
 public:
  explicit Damaged(const std::vector<std::string>& initdb = {});

  // As the superuser; the first column of the last row, if there is one. Throws.
  std::string sql(const std::string& text);
  // Makes `table` with rows of `id` and `name`, a primary key and an index on name, and all of it vacuumed.
  void fill(const std::string& table, int rows);

  // Writes bytes into a block of a relation's file.
  void write(const std::string& relation, std::int64_t block, std::int64_t at, std::string_view bytes);
  void zero(const std::string& relation, std::int64_t block);
  // Where a tuple begins within its block, as its line pointer says.
  std::int64_t tuple_at(const std::string& relation, std::int64_t block, int offset);
  void remove_file(const std::string& relation);

  PostgresServer& server() { return server_; }

 private:
  std::filesystem::path file(const std::string& relation);

  PostgresServer server_;
};

struct Probed {
  probe::Outcome outcome;
  probe::Severity verdict = probe::Severity::ok;
  std::optional<core::Error> error;

  // Of this id, by "OBJECT"; fails the test where there is none, or more than one.
  const probe::Finding& one(const std::string& id, const std::string& object) const;
  std::size_t count(const std::string& id) const;
  std::string text() const;  // all of them, for a message
};

std::int64_t figure(const std::vector<probe::Figure>& figures, const std::string& name);

probe::RunOptions options_for(const platform::postgres::ConnectionSettings& database, const std::string& check);
// One check in one database.
Probed probe_by(const probe::RunOptions& options);
Probed probe_by(Damaged& damaged, const std::string& check = "amcheck");

}  // namespace chandler::tests
