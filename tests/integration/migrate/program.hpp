#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/child_process.hpp"

namespace chandler::tests {

// `chandler migrate` as a process of its own.
class Program : public ChildProcess {
 public:
  Program(const std::filesystem::path& source, const std::string& uri, const std::vector<std::string>& more = {});
};

}  // namespace chandler::tests
