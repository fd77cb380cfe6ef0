#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/error.hpp"
#include "init/migrate/plan.hpp"
#include "init/migrate/source/folder.hpp"

// What the tools have in common that keep one row for each applied version: goose, dbmate, sqlx.
namespace chandler::migrate::ledger {

class Tool;

// A file that leads up, as its tool reads the name.
struct File {
  std::string version;  // as the history holds it
  std::string order;    // sorts as the tool does, by bytes
  std::string file;
  std::string description;
  std::string down;  // the file that holds the way back; empty: none
};

// What the history says of one version.
struct Row {
  std::string version;
  std::string order;  // where there is no file to tell
  bool applied = false;
  bool marked = false;   // a run of it, up or down, was begun and not ended
  std::string checksum;  // as Tool::checksum gives it; empty where the tool keeps none
  std::string applied_at;
};

// Both sides, read and sorted. Tool and folder outlive it.
class Ledger {
 public:
  // Errors: migrate.duplicate_version, naming both files, .no_migrations, .history, and the tool's.
  static core::Expected<Ledger> read(const Tool& tool, const Folder& folder, const History& history);

  const Tool& tool() const { return *tool_; }
  const Folder& folder() const { return *folder_; }

  // By order; never empty.
  const std::vector<File>& files() const { return files_; }

  // As the history gives them.
  const std::vector<Row>& rows() const { return rows_; }

  // Files whose version another file has too, and which count as applied.
  const std::vector<std::string>& twins() const { return twins_; }

  const Row* row(const std::string& version) const;
  const File* file(const std::string& version) const;

  // Where a row stands among the files.
  const std::string& order(const Row& row) const;

  // The last applied one, by order; nullptr: none.
  const Row* newest() const;

  // No file has it, and it is newer than all.
  bool is_ahead(const Row& row) const;

  // Below what is applied.
  bool is_late(const File& file) const { return file.order < newest_order_; }

 private:
  Ledger(const Tool& tool, const Folder& folder) : tool_(&tool), folder_(&folder) {}

  const Tool* tool_;
  const Folder* folder_;
  std::vector<File> files_;
  std::vector<Row> rows_;
  std::vector<std::string> twins_;
  std::unordered_map<std::string, std::size_t> row_of_;
  std::unordered_map<std::string, std::size_t> file_of_;
  std::string newest_order_;
};

// What can be wrong between the two, in words: for the plan, which stops at the first, and for `validate`.
core::Error missing_file(const Ledger& ledger, const Row& row);
core::Error ahead(const Ledger& ledger, const Row& row);
core::Error out_of_order(const Ledger& ledger, const File& file);
core::Error marked(const Ledger& ledger, const Row& row);

// Errors: migrate.changed_file, and Folder's.
core::Expected<void> check_unchanged(const Ledger& ledger, const Row& row, const File& file);

// The file of a version that a person named. Errors: migrate.bad_target; `where` names the flag.
core::Expected<const File*> file_of(const Ledger& ledger, const std::string& version, std::string_view where);

// A late file runs, by the tool's rule or by what was asked for.
bool applies_late(const Ledger& ledger, const PlanSettings& settings);

}  // namespace chandler::migrate::ledger
