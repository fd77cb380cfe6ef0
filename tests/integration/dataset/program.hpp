#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/integration/dataset/fixture.hpp"
#include "tests/support/child_process.hpp"

namespace chandler::dataset {

// The program with these words, the fixture's folder as source and its database.
std::vector<std::string> command_line(const Fixture& fixture, const std::filesystem::path& report,
                                      std::vector<std::string> words);

// `chandler load` or `chandler refresh` on the fixture's folder and database, as a process of its own.
class Program {
 public:
  // `words`: the command and further flags. `name` tells the reports of one test apart.
  Program(const Fixture& fixture, const std::string& name, const std::vector<std::string>& words = {"load"});

  void signal(int number) { process_.send(number); }
  bool running() { return process_.running(); }
  int wait() { return process_.wait(); }  // the exit code, or 128 + the signal
  nlohmann::json report() const;
  std::string output() const { return process_.output(); }

 private:
  std::filesystem::path report_;
  tests::ChildProcess process_;
};

// A CSV file of `count` rows with columns id and v.
std::string rows(int count, const std::string& value);

// Fails the test unless "SELECT condition" becomes true.
void wait_until(Fixture& fixture, const std::string& condition);

}  // namespace chandler::dataset
