#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "cron/probe/run/report.hpp"
#include "platform/postgres/settings.hpp"

namespace chandler::probe {

struct KeepOptions {
  bool in_database = false;         // --keep: the tables probe_state and probe_run of the schema chandler
  std::filesystem::path file = {};  // --state: the memory alone, of all databases, on a volume
};

// Where the checks' memory, and the history of the runs, is kept between runs. One thread.
class Keep {
 public:
  using Memories = std::map<std::string, Memory, std::less<>>;  // by the check's name

  virtual ~Keep() = default;
  virtual core::Expected<Memories> read(platform::postgres::Session& session) = 0;
  // What is new, has changed or went away since it was read or written; the session is in no transaction.
  virtual core::Expected<void> write(platform::postgres::Session& session, std::string_view check,
                                     const Memory& memory) = 0;
  // One check of a run, for the history.
  virtual core::Expected<void> append(platform::postgres::Session& session, const CheckReport& check,
                                      const DatabaseReport& report) = 0;
};

// Null: nothing is kept.
std::unique_ptr<Keep> make_keep(const KeepOptions& options, const platform::postgres::ConnectionSettings& database);

}  // namespace chandler::probe
