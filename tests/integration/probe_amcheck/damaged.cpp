#include "tests/integration/probe_amcheck/damaged.hpp"

#include <algorithm>
#include <format>
#include <fstream>
#include <stdexcept>

#include <catch2/catch_test_macros.hpp>

#include "cron/probe/registry.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::tests {

using platform::postgres::Session;

Damaged::Damaged(const std::vector<std::string>& initdb)
    : server_({"autovacuum = off", "shared_preload_libraries = ''"}, initdb) {
  sql("CREATE EXTENSION amcheck; CREATE EXTENSION pg_surgery");
}

std::string Damaged::sql(const std::string& text) {
  auto session = Session::connect(server_.settings("postgres"), {}, {});
  if (!session) throw std::runtime_error(session.error().message);
  const auto rows = session->run(text);
  if (!rows) throw std::runtime_error(rows.error().message);
  return rows->rows() == 0 ? "" : std::string(rows->text(rows->rows() - 1, 0));
}

void Damaged::fill(const std::string& table, int rows) {
  sql(
      std::format("CREATE TABLE {0} (id int PRIMARY KEY, name text NOT NULL); "
                  "INSERT INTO {0} SELECT i, 'dish number ' || i FROM generate_series(1, {1}) i; "
                  "CREATE INDEX {0}_name ON {0} (name)",
                  table, rows));
  sql("VACUUM (FREEZE, ANALYZE) " + table);
}

std::filesystem::path Damaged::file(const std::string& relation) {
  return server_.folder() / "data" / sql(std::format("CHECKPOINT; SELECT pg_relation_filepath('{}')", relation));
}

void Damaged::write(const std::string& relation, std::int64_t block, std::int64_t at, std::string_view bytes) {
  const std::filesystem::path path = file(relation);
  server_.stop();
  {
    std::fstream out(path, std::ios::in | std::ios::out | std::ios::binary);
    out.seekp((block * block_bytes) + at);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) throw std::runtime_error("cannot write " + path.string());
  }
  server_.start();
}

void Damaged::zero(const std::string& relation, std::int64_t block) {
  write(relation, block, 0, std::string(block_bytes, '\0'));
}

std::int64_t Damaged::tuple_at(const std::string& relation, std::int64_t block, int offset) {
  static constexpr std::int64_t page_header = 24;
  std::ifstream in(file(relation), std::ios::binary);
  in.seekg((block * block_bytes) + page_header + (std::int64_t{4} * (offset - 1)));
  std::uint32_t pointer = 0;
  in.read(reinterpret_cast<char*>(&pointer), sizeof pointer);
  if (!in) throw std::runtime_error("no such line pointer");
  return pointer & 0x7fff;
}

void Damaged::remove_file(const std::string& relation) {
  const std::filesystem::path path = file(relation);
  server_.stop();
  std::filesystem::remove(path);
  server_.start();
}

const probe::Finding& Probed::one(const std::string& id, const std::string& object) const {
  const auto is = [&](const probe::Finding& each) { return each.id == id && each.object == object; };
  INFO("looking for " << id << " of " << object << " in:\n" << text());
  REQUIRE(std::ranges::count_if(outcome.findings, is) == 1);
  return *std::ranges::find_if(outcome.findings, is);
}

std::size_t Probed::count(const std::string& id) const {
  return static_cast<std::size_t>(std::ranges::count(outcome.findings, id, &probe::Finding::id));
}

std::string Probed::text() const {
  std::string out = outcome.summary + '\n';
  for (const probe::Finding& each : outcome.findings) {
    out += std::format("{} {}: {} -> {}\n", each.id, each.object, each.meaning, each.remedy);
  }
  if (error) out += core::describe(*error) + '\n';
  return out;
}

std::int64_t figure(const std::vector<probe::Figure>& figures, const std::string& name) {
  const auto found = std::ranges::find(figures, name, &probe::Figure::name);
  INFO("figure " << name);
  REQUIRE(found != figures.end());
  return std::get<std::int64_t>(found->value);
}

probe::RunOptions options_for(const platform::postgres::ConnectionSettings& database, const std::string& check) {
  return {.databases = {database},
          .checks = {{.check = probe::check_named(check)}},
          .time_budget = std::chrono::minutes(5),
          .regardless_of_load = true};
}

Probed probe_by(const probe::RunOptions& options) {
  const probe::RunReport report = probe::run(options, {});
  const probe::DatabaseReport& database = report.databases.at(0);
  Probed probed{.outcome = {}, .verdict = report.verdict(), .error = database.error};
  if (!database.checks.empty()) probed.outcome = database.checks.front().outcome;
  return probed;
}

Probed probe_by(Damaged& damaged, const std::string& check) {
  return probe_by(options_for(damaged.server().settings("postgres"), check));
}

}  // namespace chandler::tests
