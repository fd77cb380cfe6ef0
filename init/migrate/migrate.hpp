#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "init/migrate/lint/mode.hpp"
#include "init/migrate/plan.hpp"
#include "init/migrate/progress.hpp"
#include "platform/postgres/settings.hpp"

namespace chandler::migrate {

struct Options {
  std::filesystem::path source;
  platform::postgres::ConnectionSettings database;
  std::string layout = "auto";
  std::string target;  // empty: the newest file
  OnAhead on_ahead = OnAhead::fail;
  OutOfOrder out_of_order = OutOfOrder::as_tool;

  // Before anything else, count everything up to this version as applied. Empty: no.
  std::string baseline;

  // down: back to `target`, and only if the database still is at `down_from`, where a person saw it.
  Direction direction = Direction::up;
  std::optional<std::string> down_from;  // unset: from wherever it is

  std::map<std::string, std::string> placeholders;
  Variables environment;  // for files that name variables; empty: nothing is set

  // How long one try waits for a lock on a table. Kept short, for whoever comes to that table meanwhile
  // queues up behind the waiting migration. 0: as the server is set.
  std::chrono::milliseconds lock_timeout{5000};

  // How long a statement may run. 0: as the server is set.
  std::chrono::milliseconds statement_timeout{0};

  // How long to go on without progress: tries at a table's lock, or another replica that holds the
  // migration lock and neither works nor moves the history.
  std::chrono::milliseconds patience{std::chrono::minutes(5)};

  // How long to wait for a database that is away when the run begins. 0: one try.
  std::chrono::seconds wait{0};

  // What to do about pending statements that lock or break a table in use.
  lint::LintMode lint = lint::LintMode::off;

  // Change nothing, show the plan.
  bool dry_run = false;

  // Gets the SQL of a dry run, in pieces. Empty: nobody wants to see it.
  std::function<void(std::string_view)> show_sql;

  // Told what runs, for a person at a terminal. May be null; outlives the run.
  Progress* progress = nullptr;
};

// The figures of a run, for its report; filled as far as it came.
struct Summary {
  std::string layout;
  std::string from_version;
  std::string to_version;
  std::size_t applied = 0;  // by this run
  std::size_t pending = 0;  // left
  bool ahead = false;
  bool down = false;  // `applied` is what was undone
  std::string slowest_file;
  std::chrono::milliseconds slowest{0};
  std::optional<Plan> plan;  // of a dry run
};

// Brings the database to the folder's version (or back, see Options::direction), alone or beside any number of others
// that do the same. Safe to be killed at any instruction: what is done is in the tool's own history, and the next run
// goes on from there. A lost connection is healed by connecting again, taking the lock and reading the history; nothing
// is repeated that was committed.
//
// `summary` is filled also when it fails. Errors: source.*, migrate.*, database.*, stopped.
core::Expected<void> migrate(const Options& options, const std::stop_token& stop, Summary& summary);

}  // namespace chandler::migrate
