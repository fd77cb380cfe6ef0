#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "core/error.hpp"
#include "init/migrate/layout/layout.hpp"
#include "init/migrate/migrate.hpp"
#include "init/migrate/plan.hpp"
#include "init/migrate/run/standing.hpp"
#include "init/migrate/source/folder.hpp"
#include "sql/batch.hpp"
#include "sql/script.hpp"

namespace chandler::migrate {

// A step's file, read and judged. Step and folder outlive it.
struct PreparedFile {
  const Step& step;
  std::string_view original;  // the file's bytes
  SourceText source;          // what is sent of it…
  sql::Script script;         // …and how; refers to `source`

  PreparedFile(const Step& of, std::string_view bytes, SourceText text)
      : step(of), original(bytes), source(std::move(text)) {}
};

// Errors: those of Layout::text and analyse, with file, line and column.
core::Expected<std::unique_ptr<PreparedFile>> prepare(const Step& step, const Standing& standing, const Folder& folder);

// Whatever a file left in the session must not reach the history's row nor the next file. Not DISCARD ALL:
// that would give the migration lock away, and cannot run in a transaction. The server goes on watching
// whether we are there.
std::string forget_settings(const Options& options);

// "SET LOCAL lock_timeout = 5000;…": the time-outs of the options that are not 0.
sql::Wrapping timeouts(const Options& options, std::string_view set);

// What stands around an atomic file's own statements: BEGIN, time-outs; the history's row, COMMIT.
sql::Wrapping around(const PreparedFile& file, const Standing& standing, const Options& options);

}  // namespace chandler::migrate
