#pragma once

#include <algorithm>
#include <format>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "cron/probe/run/runner.hpp"
#include "cron/probe/run/selection.hpp"
#include "platform/postgres/session.hpp"
#include "tests/support/postgres_server.hpp"

namespace chandler::probe {

inline tests::PostgresServer& other_server() {
  static tests::PostgresServer server;
  return server;
}

// Two databases, each of a server of its own.
class TwoDatabases {
 public:
  TwoDatabases() : TwoDatabases("", "") {}
  // What CREATE DATABASE gets besides, such as "ENCODING 'LATIN1' TEMPLATE template0".
  TwoDatabases(std::string_view here_options, std::string_view there_options)
      : here_(create(tests::PostgresServer::shared(), here_options)),
        there_(create(other_server(), there_options)),
        here_session_(platform::postgres::Session::connect(here_, {}, {}).value()),
        there_session_(platform::postgres::Session::connect(there_, {}, {}).value()) {}

  void here(std::string_view sql) { run(here_session_, sql); }
  void there(std::string_view sql) { run(there_session_, sql); }
  void both(std::string_view sql) {
    here(sql);
    there(sql);
  }

  const platform::postgres::ConnectionSettings& here_settings() const { return here_; }
  const platform::postgres::ConnectionSettings& there_settings() const { return there_; }

  // "host=… port=…", as compare: takes it by hand.
  static std::string address_of(const platform::postgres::ConnectionSettings& settings) {
    std::string out;
    for (const auto& [key, value] : settings.parameters)
      out += std::format("{}{}={}", out.empty() ? "" : " ", key, value);
    return out;
  }

  // `options`: behind the question mark.
  RunOptions options(std::string_view options = "") const {
    RunOptions out{.databases = {here_}, .regardless_of_load = true};
    const std::string argument =
        std::format("{}?settle=1ms{}{}", address_of(there_), options.empty() ? "" : "&", options);
    out.checks = select(std::vector<std::string>{"compare:" + argument}).value();
    return out;
  }

  Outcome compare(std::string_view what = "") const { return outcome_of(probe::run(options(what), {})); }

  static Outcome outcome_of(const RunReport& report) {
    REQUIRE(report.databases.size() == 1);
    INFO((report.databases[0].error ? core::describe(*report.databases[0].error) : ""));
    REQUIRE(report.databases[0].checks.size() == 1);
    return report.databases[0].checks[0].outcome;
  }

 private:
  static platform::postgres::ConnectionSettings create(tests::PostgresServer& server, std::string_view options) {
    static int count = 0;
    if (options.empty()) return server.new_database();
    const std::string name = std::format("special_{}", ++count);
    auto session = platform::postgres::Session::connect(server.settings("postgres"), {}, {}).value();
    run(session, std::format("CREATE DATABASE {} {}", name, options));
    return server.settings(name);
  }
  static void run(platform::postgres::Session& session, std::string_view sql) {
    const auto done = session.run(sql);
    if (!done) FAIL(done.error().message << " in " << sql);
  }

  platform::postgres::ConnectionSettings here_;
  platform::postgres::ConnectionSettings there_;
  platform::postgres::Session here_session_;
  platform::postgres::Session there_session_;
};

// "compare.row_differs: 1 rows have …" a line each.
inline std::string told(const Outcome& outcome) {
  std::string out;
  for (const Finding& each : outcome.findings) out += std::format("{}: {}: {}\n", each.id, each.object, each.meaning);
  return out;
}

inline std::string keys_of(const Outcome& outcome, std::string_view id) {
  for (const Finding& each : outcome.findings) {
    if (each.id != id) continue;
    for (const Figure& figure : each.figures) {
      if (figure.name == "keys") return std::get<std::string>(figure.value);
    }
  }
  return {};
}

inline std::int64_t figure(const Outcome& outcome, std::string_view name) {
  const auto found = std::ranges::find(outcome.figures, name, &Figure::name);
  REQUIRE(found != outcome.figures.end());
  return std::get<std::int64_t>(found->value);
}

}  // namespace chandler::probe
