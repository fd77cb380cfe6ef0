#pragma once

#include <chrono>
#include <expected>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "cron/probe/finding.hpp"
#include "platform/postgres/session.hpp"
#include "platform/process/environment.hpp"

namespace chandler::probe {

using Clock = std::chrono::steady_clock;

// What a check keeps from one run to the next, by names of its own. Empty where nothing is kept (no --keep, no
// --state).
using Memory = std::map<std::string, std::string>;

// What a person may say about how the checks work.
struct CheckOptions {
  int jobs = 1;                     // connections that share the work of one check
  bool parent_check = false;        // amcheck: bt_index_parent_check, whose ShareLock makes writers wait
  bool create_extension = false;    // amcheck: CREATE EXTENSION where it is not there
  bool verify_constraints = false;  // constraints: read the tables, too
};

// How far a check has come, for a terminal. Any of it may be unknown: 0.
struct Progress {
  std::string_view object;
  std::int64_t done = 0;
  std::int64_t all = 0;
};

// What a check works with. The session is in a read-only transaction with a statement_timeout and a lock_timeout; what
// fails in it is rolled back behind the check. With own_transactions it is in none, and what it begins is read-only.
struct Context {
  platform::postgres::Session& session;
  const CheckOptions& options;
  std::string_view argument;   // of "compare:SECRET" what is behind the colon
  Clock::time_point deadline;  // of the run: --time-budget
  bool last = false;           // no other check comes behind it in this database
  Memory& memory;
  bool remembers = false;      // the memory is there the next time
  std::function<void()> save;  // keeps the memory now, at most every few seconds; only outside of a transaction
  // One more connection, made ready as `session` is; of any thread.
  std::function<core::Expected<platform::postgres::Session>()> connect;
  bool regardless_of_load = false;
  // False: stop soon and say what was done so far. Asks whether the time is over, the process has to end, or the server
  // is busy; call it between pieces of work of at most a second or so.
  std::function<bool()> go_on;
  // The same, asked on another connection; of any thread.
  std::function<bool(platform::postgres::Session&)> go_on_with;
  std::function<void(const Progress&)> tell;
  // One more connection, to another database, read-only and limited as the session is, outside of a transaction. Its
  // errors are those of connect_when_ready.
  std::function<core::Expected<platform::postgres::Session>(const platform::postgres::ConnectionSettings&)> connect_to;
  const platform::Environment& environment;
};

// What came out. `error`: the check itself could not be carried out, and findings hold what it found before that.
struct Outcome {
  Findings findings;
  std::string summary = {};  // one line for the report: "214 of 214 indexes, 1.2 GB"
  std::vector<Figure> figures = {};
  bool whole = true;  // false: time or load ended it; the next run goes on there
  std::optional<platform::postgres::ServerError> error = {};
};

struct Check {
  std::string_view name;    // "sequences"
  std::string_view proves;  // one sentence, of what it proves, and what not
  std::string_view cost;
  std::string_view rights;   // least ones
  int since = 130000;        // server version, as libpq counts
  bool by_default = true;    // without --check
  bool per_cluster = false;  // every database gives the same answer: asked in the first one only
  bool takes_argument = false;
  bool own_transactions = false;  // it begins short ones itself, so that none is old
  // What reports show of an argument that may hold a password. Null: all of it.
  std::string (*shown)(std::string_view argument) = nullptr;
  Outcome (*run)(Context&) = nullptr;
};

}  // namespace chandler::probe
