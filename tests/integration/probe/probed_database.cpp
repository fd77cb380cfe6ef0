#include "tests/integration/probe/probed_database.hpp"

#include <algorithm>
#include <format>
#include <stdexcept>

#include <catch2/catch_test_macros.hpp>

#include "cron/probe/registry.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::tests {

ProbedDatabase::ProbedDatabase(const std::string& options) : ProbedDatabase() {
  const std::string name = settings_.parameters.at("dbname");
  settings_ = PostgresServer::shared().settings("postgres");
  sql("DROP DATABASE " + name);
  sql(std::format("CREATE DATABASE {} {}", name, options));
  settings_ = PostgresServer::shared().settings(name);
}

std::string ProbedDatabase::sql(const std::string& text) const {
  auto session = platform::postgres::Session::connect(settings_, {}, {});
  if (!session) throw std::runtime_error(session.error().message);
  const auto rows = session->run(text);
  if (!rows) throw std::runtime_error(rows.error().message);
  return rows->rows() == 0 ? "" : std::string(rows->text(rows->rows() - 1, 0));
}

probe::RunOptions ProbedDatabase::options(const std::string& check) const {
  return {.databases = {settings_},
          .checks = {{.check = probe::check_named(check)}},
          .time_budget = std::chrono::minutes(5),
          .regardless_of_load = true};
}

probe::Outcome outcome_of(const probe::RunOptions& options) {
  const probe::RunReport report = probe::run(options, {});
  const probe::DatabaseReport& database = report.databases.at(0);
  if (database.error) FAIL(core::describe(*database.error));
  return database.checks.at(0).outcome;
}

probe::Finding one(const probe::Outcome& outcome, const std::string& id, const std::string& object) {
  const auto is = [&](const probe::Finding& each) { return each.id == id && each.object == object; };
  INFO("looking for " << id << " of " << object << " in:\n" << text_of(outcome));
  REQUIRE(std::ranges::count_if(outcome.findings, is) == 1);
  return *std::ranges::find_if(outcome.findings, is);
}

std::string text_of(const probe::Outcome& outcome) {
  std::string out = outcome.summary + '\n';
  for (const probe::Finding& each : outcome.findings) {
    out += std::format("{} {}: {} -> {}\n", each.id, each.object, each.meaning, each.remedy);
  }
  if (outcome.error) out += outcome.error->message + '\n';
  return out;
}

std::int64_t figure(const std::vector<probe::Figure>& figures, const std::string& name) {
  const auto found = std::ranges::find(figures, name, &probe::Figure::name);
  INFO("figure " << name);
  REQUIRE(found != figures.end());
  return std::get<std::int64_t>(found->value);
}

}  // namespace chandler::tests
