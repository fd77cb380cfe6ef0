#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "init/migrate/lint/findings.hpp"
#include "init/migrate/lint/input.hpp"
#include "init/migrate/migrate.hpp"

// Lint for a person or for CI; a run lints by itself (pending.hpp).
namespace chandler::migrate::lint {

struct Request {
  Wanted wanted;
  LevelSettings levels;
  int server_version = 17;     // without a database
  bool with_database = false;  // judge what is pending there, by its catalogue and its version
};

// Judges the files of options.source. Without a database each file is judged as if all before it were
// applied, or all after `since` as one set; a folder that is no tool's is taken as plain files in the order
// of their names. Errors: Folder's, choose_layout's, select's, and with a database those of `migrate`.
core::Expected<std::vector<Finding>> lint_by_hand(const Options& options, const Request& request,
                                                  const std::stop_token& stop);

}  // namespace chandler::migrate::lint
