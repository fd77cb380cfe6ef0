#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <catch2/catch_test_macros.hpp>

#include "dataset/bring/bring.hpp"
#include "platform/postgres/session.hpp"
#include "tests/support/postgres_server.hpp"
#include "tests/support/temporary_folder.hpp"

namespace chandler::dataset {

// A folder of data files and a database of one's own, with an open session to look into it.
class Fixture {
 public:
  Fixture() : settings_(tests::PostgresServer::shared().new_database()), session_(open(settings_)) {}

  void write(const std::string& name, std::string_view text) const { folder_.write(name, text); }

  void run(std::string_view sql) {
    const auto done = session_.run(sql);
    if (!done) FAIL(done.error().message << " in " << sql);
  }

  // One value, or "NULL".
  std::string value(std::string_view sql) {
    const auto answer = session_.run(sql);
    if (!answer) FAIL(answer.error().message << " in " << sql);
    return answer->is_null(0, 0) ? std::string("NULL") : std::string(answer->text(0, 0));
  }

  Options options() const { return {.sources = {folder_.path().string()}, .database = settings_}; }
  core::Expected<std::vector<DataSetResult>> load() const { return bring(options(), {}); }

  // Loads, and there has to be just one data set.
  DataSetResult load_one() const {
    const auto results = load();
    if (!results) FAIL(core::describe(results.error()));
    REQUIRE(results->size() == 1);
    return results->front();
  }

  // Loads, which has to fail as a problem.
  core::Error failure() const {
    const auto results = load();
    REQUIRE_FALSE(results.has_value());
    INFO(core::describe(results.error()));
    CHECK(results.error().outcome == core::Outcome::problem);
    CHECK(results.error().hint.contains("Nothing was loaded."));
    return results.error();
  }

  platform::postgres::Session& session() { return session_; }
  const platform::postgres::ConnectionSettings& settings() const { return settings_; }
  const std::filesystem::path& folder() const { return folder_.path(); }
  const std::filesystem::path& reports() const { return reports_.path(); }

 private:
  static platform::postgres::Session open(const platform::postgres::ConnectionSettings& settings) {
    auto session = platform::postgres::Session::connect(settings, {}, {});
    REQUIRE(session.has_value());
    return *std::move(session);
  }

  platform::postgres::ConnectionSettings settings_;
  platform::postgres::Session session_;
  tests::TemporaryFolder folder_;
  tests::TemporaryFolder reports_;
};

}  // namespace chandler::dataset
