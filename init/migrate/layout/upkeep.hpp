#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "init/migrate/plan.hpp"
#include "init/migrate/source/folder.hpp"

namespace chandler::migrate {

// How a migration stands: a closed list, whose ids `status` and `validate` print.
enum class Condition : std::uint8_t {
  applied,
  baseline,        // the history begins here
  below_baseline,  // counts as applied, for the history begins above it
  pending,
  above_target,  // pending, and left alone because of the target
  out_of_order,  // pending although a later one is applied
  failed,        // begun and not ended
  changed_file,  // applied from a file that had other contents
  missing_file,  // applied from a file that is not in the folder
  ahead,         // applied, and newer than every file
};

// "missing_file"
std::string_view id_of(Condition condition);

struct Entry {
  std::string version;  // empty for a repeatable migration
  std::string description;
  std::string file;  // empty where there is none
  Condition condition = Condition::pending;
  std::string applied_at;              // the server's text; empty where the tool keeps no time
  bool can_go_down = false;            // the folder holds what undoes it
  std::optional<core::Error> problem;  // what `migrate` refuses it for, and `validate` reports
};

// Every migration that folder or history know, in the order of the versions.
struct Survey {
  std::string version;  // where the database is; empty: nowhere yet
  std::vector<Entry> entries;
  std::vector<std::string> notes;
};

// What a migration that was begun and not ended counts as, by the word of a person who has looked.
enum class Interrupted : std::uint8_t { not_applied, applied };

struct Repair {
  std::string what;  // "removed the mark that 000005_index.up.sql was begun"
  std::string sql;   // terminated by ';'
};

struct Baseline {
  std::size_t counted = 0;  // files that count as applied from now on
  std::string sql;          // to run after Layout::create_history; terminated by ';'
};

// What a person does with a tool's history by hand; pods never do. Pure, as Layout is, and of the same
// lifetime and threads. History is what Layout::select_history(…, Detail::status) gave.
class Upkeep {
 public:
  Upkeep() = default;
  virtual ~Upkeep() = default;
  Upkeep(const Upkeep&) = delete;
  Upkeep& operator=(const Upkeep&) = delete;
  Upkeep(Upkeep&&) = delete;
  Upkeep& operator=(Upkeep&&) = delete;

  // Looks at everything and stops at nothing. Errors: only what leaves nothing to show, such as
  // migrate.history, .duplicate_version, .bad_target.
  virtual core::Expected<Survey> survey(const Folder& folder, const History& history,
                                        const PlanSettings& settings) const = 0;

  // The steps back to settings.target, newest first, each with Direction::down: Layout::text gives what
  // undoes it, and applied, started and finished take its row away. The target stays applied; "0" takes
  // everything back. Errors: migrate.no_way_down (a file has no way back; Flyway), .bad_target, .dirty and
  // those of Layout::plan.
  virtual core::Expected<Plan> plan_down(const Folder& folder, const History& history,
                                         const PlanSettings& settings) const = 0;

  // What mends the history; nothing changes but the history. Marks of interrupted runs go, as
  // `interrupted` says; checksums follow the files; where the tool does so, missing files are marked.
  virtual core::Expected<std::vector<Repair>> repair(const Folder& folder, const History& history,
                                                     const PlanSettings& settings, Interrupted interrupted) const = 0;

  // A database that is older than its migrations: everything up to `version` counts as applied. Errors:
  // migrate.has_history (the history holds something else), .bad_target.
  virtual core::Expected<Baseline> baseline(const Folder& folder, const History& history, const PlanSettings& settings,
                                            const std::string& version) const = 0;
};

}  // namespace chandler::migrate
