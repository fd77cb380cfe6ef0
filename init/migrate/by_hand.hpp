#pragma once

#include <cstddef>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "init/migrate/layout/upkeep.hpp"
#include "init/migrate/migrate.hpp"

// What a person does with a database's migrations at a terminal; pods never do. Each call connects, looks
// and leaves. Errors are those of `migrate`.
namespace chandler::migrate {

struct Status {
  std::string layout;
  Survey survey;
};

core::Expected<Status> status(const Options& options, const std::stop_token& stop);

struct Validation {
  std::string layout;
  std::size_t migrations = 0;
  std::vector<core::Error> problems;  // all of them, in the order of the versions
};

// What `migrate` would refuse: history and folder compared, and the files that are pending read and split.
core::Expected<Validation> validate(const Options& options, const std::stop_token& stop);

// What mends the history, and with options.dry_run not set mends it: under the migration lock, in one
// transaction. `interrupted` is what a person says of migrations that were begun and not ended; nullopt
// is an error where there are such: migrate.interrupted (usage).
core::Expected<std::vector<Repair>> repair(const Options& options, std::optional<Interrupted> interrupted,
                                           const std::stop_token& stop);

}  // namespace chandler::migrate
