#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/outcome.hpp"
#include "cron/probe/check.hpp"

namespace chandler::probe {

// One check in one database.
struct CheckReport {
  const Check* check = nullptr;
  std::string argument = {};  // as it may be shown
  Outcome outcome = {};
  std::chrono::milliseconds duration{0};

  Severity verdict() const;  // the worst of its findings
};

struct DatabaseReport {
  std::string database;        // "app@db.example:5432/menu"
  std::string server_version;  // "17.2"; empty: it was not reached
  std::chrono::system_clock::time_point started = {};
  std::chrono::milliseconds duration{0};
  std::vector<CheckReport> checks = {};
  std::optional<core::Error> error = {};  // it could not be reached, or what was found not be kept

  Severity verdict() const;
};

struct RunReport {
  std::vector<DatabaseReport> databases;

  Severity verdict() const;
};

// 2 from `fail_on` on, 1 where something could not be checked, else 0.
core::Outcome outcome_of(const RunReport& report, Severity fail_on);

}  // namespace chandler::probe
