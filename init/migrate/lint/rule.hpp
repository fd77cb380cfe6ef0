#pragma once

#include <cstdint>
#include <string_view>

namespace chandler::migrate::lint {

struct Statement;
class Context;
class Findings;

// What a finding does to a run: nothing, it is told, or it stops a run that was asked to refuse.
enum class Level : std::uint8_t { off, warn, refuse };

std::string_view name_of(Level level);

// How much worse it gets with the size of the table.
enum class Cost : std::uint8_t {
  constant,  // as bad for an empty table: it breaks running code, or waits for it
  by_rows,   // a lock is held while rows are read or written: nothing on an empty table, little on a small one
};

// One thing that a migration had better not do. All of it is data, for docs/lint.md is generated from it.
struct Rule {
  std::string_view id;        // in kebab-case; never changed, for files silence it by name
  std::string_view title;     // what the file does: "adds an index without CONCURRENTLY"
  std::string_view reason;    // what is bad about it
  std::string_view lock;      // which lock, on what, for how long; empty: it is not about locks
  std::string_view safe_way;  // what to do instead, as SQL where it can be
  Level level = Level::refuse;
  Cost cost = Cost::constant;
  int first_version = 13;  // of PostgreSQL, that it applies to
  int last_version = 17;

  // One of them. `check` looks at a statement; `finish` at what a whole set of files leaves behind.
  void (*check)(const Statement& statement, const Context& context, Findings& findings) = nullptr;
  void (*finish)(const Context& context, Findings& findings) = nullptr;
};

}  // namespace chandler::migrate::lint
