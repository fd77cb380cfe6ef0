#pragma once

#include <cstddef>

#include "init/migrate/lint/linter.hpp"
#include "sql/position.hpp"

namespace chandler::migrate::lint {

// Lines and columns of a file, for bytes of the SQL that is made of it. Quick for ascending bytes: each is
// counted from the one before. The file outlives it.
class Places {
 public:
  explicit Places(const LintFile& file) : file_(&file) {}

  sql::Place at(std::size_t byte);

 private:
  const LintFile* file_;
  std::size_t at_ = 0;
  sql::Place place_;
};

}  // namespace chandler::migrate::lint
