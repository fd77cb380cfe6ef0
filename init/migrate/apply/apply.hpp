#pragma once

#include <chrono>
#include <random>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "init/migrate/apply/failure.hpp"
#include "init/migrate/apply/prepared_file.hpp"
#include "init/migrate/database/blockers.hpp"
#include "init/migrate/layout/layout.hpp"
#include "init/migrate/migrate.hpp"
#include "init/migrate/run/standing.hpp"
#include "platform/postgres/session.hpp"
#include "sql/batch.hpp"
#include "sql/split.hpp"

namespace chandler::migrate {

// Runs one file after the other on a session that holds the migration lock, each with its row in the
// history. A statement that does not get a table's lock in time is tried again, with a growing, jittered
// pause, until the patience ends. One thread; the references outlive it.
class Applier {
 public:
  Applier(platform::postgres::Session& session, const Standing& standing, const Folder& folder, const Options& options,
          const std::stop_token& stop);

  // Errors: migrate.statement_failed, .dirty, .mixed, .syntax, .psql_command, .placeholder, stopped, and
  // migrate.connection_lost, after which nobody knows yet whether the file was committed.
  core::Expected<void> apply(const Step& step);

 private:
  core::Expected<void> check_interrupted(const PreparedFile& file) const;
  core::Expected<void> run_atomic(const PreparedFile& file);
  core::Expected<void> run_unprotected(const PreparedFile& file);
  core::Expected<void> run_one_by_one(const PreparedFile& file);
  core::Expected<void> run_statement(const PreparedFile& file, const sql::Statement& statement);
  core::Expected<void> run_with_retries(const PreparedFile& file, const sql::Wrapping& wrapping,
                                        const std::string& state);
  core::Expected<void> run_ours(const std::string& sql, std::string_view doing);
  platform::postgres::Answer<void> send(const PreparedFile& file, const sql::Batch& batch);
  core::Expected<bool> pause_before_retry(const core::Error& error, std::chrono::steady_clock::time_point deadline,
                                          std::chrono::milliseconds& pause);

  platform::postgres::Session& session_;
  const Standing& standing_;
  const Layout& layout_;
  const Folder& folder_;
  const std::string& schema_;
  const Options& options_;
  std::stop_token stop_;
  BlockerWatch watch_;
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace chandler::migrate
