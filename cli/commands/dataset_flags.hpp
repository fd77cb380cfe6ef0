#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "dataset/bring/bring.hpp"
#include "platform/process/one_shot.hpp"

namespace CLI {
class App;
}

namespace chandler::cli {

// What `load` and `refresh` share: where the data comes from, where it goes, what is waited for.
struct DatasetFlags {
  std::vector<std::string> sources;
  std::string source_ca;
  std::string database;
  std::string table;
  std::string wait;
  std::vector<std::string> wait_for;
  std::string wait_timeout = "5m";
  std::string lock_timeout = "10m";
  std::int64_t max_errors = 0;
  std::string fresh_for;
  std::size_t jobs = 1;
  bool dry_run = false;
  std::size_t diff = 0;  // rows
  platform::ReportTarget report;
};

void add_dataset_flags(CLI::App& command, DatasetFlags& flags);

// Waits, brings the data sets by `how`, whose sources, database and timeouts come from the flags, and ends
// with table, log lines and report; the exit code.
int run_dataset(const DatasetFlags& flags, const core::Expected<dataset::Options>& how, dataset::Purpose purpose,
                const Process& process);

}  // namespace chandler::cli
