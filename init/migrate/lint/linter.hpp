#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "init/migrate/layout/layout.hpp"
#include "init/migrate/lint/findings.hpp"
#include "init/migrate/lint/schema/schema.hpp"
#include "init/migrate/lint/silence.hpp"

namespace chandler::migrate::lint {

struct LintOptions {
  int server_version = 17;  // PostgreSQL's major one, 13 to 17
  LevelSettings levels;
};

// One migration, as it would be sent.
struct LintFile {
  std::string name;
  SourceText source;
  std::string_view original;           // what the file itself holds, for lines and columns
  std::optional<bool> in_transaction;  // as a side file or a directive says
};

// Judges migrations in their order. What was applied before is told by `applied` or comes with `schema`;
// files that are judged between two calls of `finish` are one pending set: what they make is new to all
// of them, and nothing is found on it. Pure; one thread; holds no file's text.
class Linter {
 public:
  explicit Linter(LintOptions options, Schema schema = {});

  void applied(const LintFile& file);
  void judge(const LintFile& file);
  void finish();

  // So far, in the order of files and lines; complete after `finish`.
  std::vector<Finding> findings() const;

 private:
  struct Judged;
  struct Reported {
    std::size_t file;  // Origin::file
    Finding finding;
  };

  void read_silences(Judged& judged);
  void judge_statement(Judged& judged, std::size_t index, Transaction& transaction);
  void check(const Statement& statement, const Origin& origin, const Transaction& transaction, Judged& file);
  void say(const Rule& rule, const Origin& origin, std::string message);
  bool silenced(const Origin& origin, const Rule& rule) const;
  void report(Findings& findings);
  void report_silences(std::size_t file);

  LintOptions options_;
  Schema schema_;
  std::vector<std::string> names_;              // of files, by Origin::file
  std::vector<std::vector<Silence>> silences_;  // likewise
  std::size_t finished_ = 0;                    // files before this one
  std::vector<Reported> found_;
};

// The names of all relations that the file's statements mention, for reading what a database knows of them.
std::vector<std::string> relations_in(const LintFile& file);

}  // namespace chandler::migrate::lint
