#pragma once

#include <format>
#include <string>
#include <string_view>
#include <vector>

#include "tests/integration/dataset/program.hpp"
#include "tests/support/eventually.hpp"

namespace chandler::dataset {

// Two databases: the fixture's own, into which is loaded, and one that is read, by a Secret's files in a folder.
class Remote : public Fixture {
 public:
  Remote()
      : there_settings_(tests::PostgresServer::shared().new_database()),
        there_(platform::postgres::Session::connect(there_settings_, {}, {}).value()) {
    for (const auto& [key, keyword] : {std::pair("host", "host"), {"port", "port"}, {"dbname", "dbname"}})
      secret_.write(key, there_settings_.parameters.at(keyword));
    secret_.write("user", "postgres\n");
    secret_.write("password", "hunter2");
  }

  void run_there(std::string_view sql) {
    const auto done = there_.run(sql);
    if (!done) FAIL(done.error().message << " in " << sql);
  }
  std::string value_there(std::string_view sql) {
    const auto answer = there_.run(sql);
    if (!answer) FAIL(answer.error().message << " in " << sql);
    return std::string(answer->text(0, 0));
  }

  std::string table(std::string_view name) const { return std::format("postgres:{}?table={}", secret(), name); }
  // As people write it, but for what has to be encoded.
  std::string query(std::string_view sql, std::string_view into) const {
    std::string encoded;
    for (const char c : sql) encoded += c == '%' || c == '&' ? (c == '%' ? "%25" : "%26") : std::string(1, c);
    return std::format("postgres:{}?query={}&into={}", secret(), encoded, into);
  }

  Options from(std::vector<std::string> sources, Purpose purpose = Purpose::load, Policy policy = {}) const {
    return {.sources = std::move(sources), .database = settings(), .purpose = purpose, .policy = policy};
  }
  DataSetResult bring_one(const Options& options) const {
    const auto results = bring(options, {});
    if (!results) FAIL(core::describe(results.error()));
    REQUIRE(results->size() == 1);
    return results->front();
  }
  DataSetResult load(const std::string& source) const { return bring_one(from({source})); }
  core::Error refusal(const Options& options) const {
    const auto results = bring(options, {});
    REQUIRE_FALSE(results.has_value());
    INFO(core::describe(results.error()));
    CHECK_FALSE(core::describe(results.error()).contains("hunter2"));
    return results.error();
  }

  // A query whose last row comes when `open_gate` was called: until then its connection waits.
  std::string gated(std::string_view select) const {
    return std::format("{} WHERE pg_advisory_xact_lock_shared(7) IS NOT NULL", select);
  }
  void close_gate() { run_there("SELECT pg_advisory_lock(7)"); }
  void open_gate() { run_there("SELECT pg_advisory_unlock(7)"); }
  bool waits_at_gate() {
    return value_there(
               "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database "
               "= (SELECT oid FROM pg_database WHERE datname = current_database()))") == "t";
  }

  std::string secret() const { return secret_.path().string(); }
  const tests::TemporaryFolder& secret_folder() const { return secret_; }

 private:
  platform::postgres::ConnectionSettings there_settings_;
  platform::postgres::Session there_;
  tests::TemporaryFolder secret_;
};

}  // namespace chandler::dataset
