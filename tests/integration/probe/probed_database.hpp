#pragma once

#include <string>

#include "cron/probe/run/runner.hpp"
#include "tests/support/postgres_server.hpp"

namespace chandler::tests {

// A database of its own on the shared server, and a check of it.
class ProbedDatabase {
 public:
  ProbedDatabase() : settings_(PostgresServer::shared().new_database()) {}
  // Made anew with what CREATE DATABASE gets besides, such as "LOCALE_PROVIDER icu ICU_LOCALE 'de'". Throws.
  explicit ProbedDatabase(const std::string& options);

  // As the superuser; the first column of the last row, if there is one. Throws.
  std::string sql(const std::string& text) const;

  const platform::postgres::ConnectionSettings& settings() const { return settings_; }
  std::string uri() const { return PostgresServer::shared().uri(settings_.parameters.at("dbname")); }

  // To be changed, then run.
  probe::RunOptions options(const std::string& check) const;

 private:
  platform::postgres::ConnectionSettings settings_;
};

// Of one check.
probe::Outcome outcome_of(const probe::RunOptions& options);
// Fails the test where there is not exactly one of this id and object.
probe::Finding one(const probe::Outcome& outcome, const std::string& id, const std::string& object);
std::string text_of(const probe::Outcome& outcome);
std::int64_t figure(const std::vector<probe::Figure>& figures, const std::string& name);

}  // namespace chandler::tests
