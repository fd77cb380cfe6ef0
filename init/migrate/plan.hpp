#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chandler::migrate {

// What the connected database says of itself.
struct DatabaseFacts {
  std::string database;
  std::string schema;  // current_schema(): where the tools keep their history
  std::string user;
};

// What to do with a database that is ahead of the files, as after a rollback of the application.
enum class OnAhead : std::uint8_t { fail, allow };

// What to do with a file that comes late, below a version that is applied already.
enum class OutOfOrder : std::uint8_t { as_tool, refuse, apply };

// A value for a name in a file, such as an environment variable's; nullopt: unset.
using Variables = std::function<std::optional<std::string>(std::string_view name)>;

struct PlanSettings {
  DatabaseFacts facts;
  std::string target;  // up to and with this version; empty: all
  OnAhead on_ahead = OnAhead::fail;
  OutOfOrder out_of_order = OutOfOrder::as_tool;
  std::map<std::string, std::string> placeholders;
  Variables environment;  // for goose's ENVSUB; empty: nothing is set
};

// One row of a history, in the order of the layout's own SELECT; nullopt is NULL.
using HistoryRow = std::vector<std::optional<std::string>>;
using History = std::vector<HistoryRow>;

enum class Direction : std::uint8_t { up, down };

// A version for messages, where the empty one is no version. A view of what was given.
constexpr std::string_view or_none(std::string_view version) {
  return version.empty() ? "none" : version;
}

// One file to run, or the part of it that leads in one direction.
struct Step {
  std::string file;          // relative to the folder
  std::string version;       // as the history will hold it; empty for a repeatable migration
  bool interrupted = false;  // the history holds the mark of a run of this file that did not end
  Direction direction = Direction::up;
  std::string previous;  // down: the version that the database is at afterwards; empty: none

  // For layouts whose history tells more than the version.
  std::string description;
  std::string type;
  std::optional<std::int32_t> checksum;
  std::string digest;  // sqlx: SHA-384 of the bytes, in hex
  long rank = 0;
  std::optional<bool> in_transaction;  // as a side file says
  bool replaces_placeholders = false;

  // "V7__menu.sql" or "repeatable R__views.sql": for messages.
  std::string name() const { return version.empty() ? "repeatable " + file : file; }
};

struct Plan {
  std::string from_version;  // where the database is; empty: nowhere yet
  std::string to_version;    // where it will be
  std::size_t applied = 0;   // files that are applied already
  std::vector<Step> pending;
  std::vector<std::string> notes;  // what a person should know although it stops nothing
  bool ahead = false;              // the database is ahead of the files, and that was allowed
};

}  // namespace chandler::migrate
