#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "init/migrate/lint/context.hpp"
#include "init/migrate/lint/rule.hpp"
#include "init/migrate/lint/schema/schema.hpp"

namespace chandler::migrate::lint {

// One place where a rule is broken.
struct Finding {
  const Rule* rule = nullptr;
  Level level = Level::refuse;
  std::string file;
  std::size_t line = 1;
  std::size_t column = 1;
  std::string statement;  // its head
  std::string message;    // what happens here, in one sentence
  std::string lock;
  std::string safe_way;
};

// What a rule says of a finding; the rest is the same for all of its findings.
struct Remark {
  std::string message;
  std::optional<Existing> table;  // the one that it is about, if any
  std::string safe_way;           // empty: the rule's own
  std::string lock;               // empty: the rule's own
  std::size_t location = 0;       // in the statement's text
  std::optional<Level> level;     // at most this
};

struct LevelSettings {
  std::map<std::string, Level, std::less<>> changed;  // by rule; else the rule's own

  // At most so big, a table's rows are read in moments: findings that grow with the table only warn.
  std::uint64_t small_table_bytes = 1U << 20U;

  Level of(const Rule& rule) const;
};

// Takes the remarks of rules and makes findings of them. The driver says which rule speaks, and where.
class Findings {
 public:
  struct Found {
    const Rule* rule;
    Level level;
    Origin origin;  // of the statement
    Remark remark;
  };

  explicit Findings(const LevelSettings& settings) : settings_(settings) {}

  void about(const Rule& rule, const Origin& origin);

  void add(Remark remark);
  void add_at(const Origin& origin, Remark remark);  // for what a whole set leaves behind

  std::vector<Found>& all() { return found_; }

 private:
  const LevelSettings& settings_;
  const Rule* rule_ = nullptr;
  Origin origin_;
  std::vector<Found> found_;
};

}  // namespace chandler::migrate::lint
