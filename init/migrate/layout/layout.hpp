#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "init/migrate/plan.hpp"
#include "init/migrate/source/folder.hpp"

namespace chandler::migrate {

// A file's SQL as it is sent, and how its characters lie in the file.
struct SourceText {
  std::string sql;             // where it differs from the file's
  std::string_view from_file;  // else: a part of Folder::view; `sql` is empty then
  std::string_view text() const { return from_file.data() == nullptr ? std::string_view(sql) : from_file; }

  // A value that took the place of a `${name}`.
  struct Replacement {
    std::size_t at = 0;        // in sql
    std::size_t length = 0;    // of the value
    std::size_t original = 0;  // length of what stood in the file
  };
  std::vector<Replacement> replacements;

  // Where in the file the byte `at` of `text()` comes from.
  std::size_t in_file(std::size_t at) const;
};

class Upkeep;

// What a history is read for. `status` wants the time of each row too, as the last column, where the tool
// keeps one.
enum class Detail : std::uint8_t { plan, status };

// One tool's way: file names, order, history table, lock. Pure: it decides and writes SQL, others run it.
// Implementations are constants without state; any thread.
class Layout {
 public:
  Layout() = default;
  virtual ~Layout() = default;
  Layout(const Layout&) = delete;
  Layout& operator=(const Layout&) = delete;
  Layout(Layout&&) = delete;
  Layout& operator=(Layout&&) = delete;

  virtual std::string_view name() const = 0;

  // Whether the tool would take this file for a migration. `file` is relative to the folder.
  virtual bool owns(std::string_view file) const = 0;

  // "V1__create_menu.sql": for messages.
  virtual std::string_view example() const = 0;

  virtual std::string_view table() const = 0;

  // The advisory locks that the tool takes, all of which have to be held.
  virtual std::vector<std::int64_t> locks(const DatabaseFacts& facts) const = 0;

  // Whether the tool refuses to start a history in a schema that holds something already.
  virtual bool wants_empty_schema() const = 0;

  virtual std::string create_history(std::string_view schema) const = 0;
  virtual std::string select_history(std::string_view schema, Detail detail) const = 0;

  // What is to be done. Errors: migrate.duplicate_version, .changed_file, .missing_file, .out_of_order,
  // .ahead, .bad_target, .history: each names the files and what to do.
  virtual core::Expected<Plan> plan(const Folder& folder, const History& history,
                                    const PlanSettings& settings) const = 0;

  // The SQL of a step's file. Errors: migrate.placeholder, and Folder::read's.
  virtual core::Expected<SourceText> text(const Step& step, const Folder& folder,
                                          const PlanSettings& settings) const = 0;

  // SQL that writes a step into the history, or takes it away where it leads down, terminated by ';'. `applied` runs in
  // the file's own transaction, which gives execution times by transaction_timestamp(). A file that cannot have one is
  // marked `started` before and `finished` after, as the tool does.
  virtual std::string applied(std::string_view schema, const Step& step) const = 0;
  virtual std::string started(std::string_view schema, const Step& step) const = 0;
  virtual std::string finished(std::string_view schema, const Step& step, std::int64_t milliseconds) const = 0;

  // How a person mends a mark that Chandler cannot: appended to the error.
  virtual std::string repair_hint(std::string_view schema, const Step& step) const = 0;

  // What is done by hand: status, validate, down, repair, baseline. Lives as long as the layout.
  virtual const Upkeep& upkeep() const = 0;
};

const Layout& flyway();
const Layout& golang_migrate();
const Layout& goose();
const Layout& dbmate();
const Layout& sqlx();

// All of them, in the order of the documentation. A new layout is a file and a line in layouts.cpp.
std::span<const Layout* const> layouts();

}  // namespace chandler::migrate
