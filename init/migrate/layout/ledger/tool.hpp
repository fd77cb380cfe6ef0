#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "init/migrate/layout/ledger/ledger.hpp"
#include "init/migrate/plan.hpp"

namespace chandler::migrate::ledger {

// How the tools differ, by their defaults.
struct Rules {
  bool applies_late = false;       // a file below an applied one is applied, else refused
  bool tolerates_missing = false;  // an applied version without its file is noted, else refused
  bool tolerates_twins = false;    // a second file of an applied version counts as applied, else it is refused
};

// The part that is a tool's own. Pure; constants without state; any thread.
class Tool {
 public:
  Tool() = default;
  virtual ~Tool() = default;
  Tool(const Tool&) = delete;
  Tool& operator=(const Tool&) = delete;
  Tool(Tool&&) = delete;
  Tool& operator=(Tool&&) = delete;

  virtual std::string_view tool() const = 0;
  virtual std::string_view history_table() const = 0;
  virtual std::string_view file_example() const = 0;
  virtual Rules rules() const = 0;

  // The files in any order. Errors: what makes the tool refuse a folder.
  virtual core::Expected<std::vector<File>> files(const Folder& folder) const = 0;

  // Whether the tool would take a file of this name, wherever it lay.
  virtual bool takes(std::string_view name) const = 0;

  // A version as a person writes it ("007"), as the history holds it ("7"). nullopt: none.
  virtual std::optional<std::string> version_of(const std::string& text) const = 0;

  // Errors: migrate.history for what the tool could not have written.
  virtual core::Expected<std::vector<Row>> rows(const History& history) const = 0;

  // What the history holds for a file's contents; empty where the tool keeps nothing. Errors: Folder's.
  virtual core::Expected<std::string> checksum(const Folder& folder, const std::string& file) const;

  // How a changed file came about, where that can be told: "only its line ends differ". Errors: Folder's.
  virtual core::Expected<std::string> harmless_change(const Folder& folder, const File& file, const Row& row) const;

  // Fills in what the file itself says of how it runs. Errors: what the tool cannot read in it.
  virtual core::Expected<void> read_into(Step& step, const Folder& folder) const = 0;

  // Whether `file.down` holds a way back. Errors: as read_into.
  virtual core::Expected<bool> leads_back(const Folder& folder, const File& file) const = 0;

  // How a file of this tool is given a way back: for the error.
  virtual std::string way_back(const File& file) const = 0;

  // SQL, each terminated by ';'. A mark is what is left of a run that has not ended. `milliseconds` is an
  // expression.
  virtual std::string insert(std::string_view schema, const Step& step, std::string_view milliseconds) const = 0;
  virtual std::string remove(std::string_view schema, const std::string& version) const = 0;  // row and mark
  virtual std::string mark(std::string_view schema, const Step& step) const = 0;
  virtual std::string take_mark(std::string_view schema, const std::string& version) const = 0;  // and nothing else
  virtual std::string settle(std::string_view schema, const std::string& version) const = 0;  // the mark's run was done
  virtual std::string set_checksum(std::string_view schema, const std::string& version,
                                   const std::string& checksum) const;
};

}  // namespace chandler::migrate::ledger
