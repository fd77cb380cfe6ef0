#include "tests/integration/migrate/database.hpp"

#include <format>
#include <utility>

#include <catch2/catch_test_macros.hpp>

#include "tests/support/eventually.hpp"
#include "tests/support/postgres_server.hpp"

namespace chandler::tests {
namespace {

using platform::postgres::Session;

Session open(const platform::postgres::ConnectionSettings& settings) {
  auto session = Session::connect(settings, {.application_name = "observer"}, {});
  if (!session) FAIL(session.error().message);
  return *std::move(session);
}

}  // namespace

Database::Database() : settings_(PostgresServer::shared().new_database()), session_(open(settings_)) {}

std::string Database::uri() const {
  return PostgresServer::shared().uri(settings_.parameters.at("dbname"));
}

Session Database::connect() const {
  return open(settings_);
}

void Database::run(const std::string& sql) {
  const auto done = session_.run(sql);
  if (!done) FAIL(sql << ": " << done.error().message);
}

std::string Database::value(const std::string& sql) {
  const auto row = session_.run(sql);
  if (!row) FAIL(sql << ": " << row.error().message);
  return row->rows() == 0 ? "" : std::string(row->text(0, 0));
}

void Database::await(const std::string& sql) {
  const bool came = eventually([&] {
    const auto row = session_.run(sql);
    return row && row->rows() > 0 && row->boolean(0, 0);
  });
  if (!came) FAIL("never true: " << sql);
}

core::Expected<void> Database::migrate(const migrate::TemporaryFolder& folder, migrate::Summary& summary,
                                       const std::function<void(migrate::Options&)>& change) {
  migrate::Options options{.source = folder.path(), .database = settings_};
  if (change) change(options);
  return migrate::migrate(options, {}, summary);
}

core::Expected<void> Database::migrate(const migrate::TemporaryFolder& folder) {
  migrate::Summary summary;
  return migrate(folder, summary);
}

}  // namespace chandler::tests
