#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "init/migrate/lint/linter.hpp"

namespace chandler::tests {

// Golden cases of lint, each a file in tests/golden/lint: NAME.sql is judged after before.sql was applied,
// and what is found is NAME.txt. A case named after a rule says which statements break it: a comment
// "-- bad" stands above the line of a finding of that rule, "-- good" above one that has none. A first line
// "-- golden: RULE=LEVEL … postgres-version=N" changes the options.
struct LintCase {
  std::string name;
  std::string sql;
  migrate::lint::LintOptions options;

  const migrate::lint::Rule* rule() const;  // that it is about; nullptr: about something else
  std::set<std::size_t> lines_below(std::string_view comment) const;
  std::vector<migrate::lint::Finding> findings() const;
};

std::filesystem::path lint_golden_folder();

// Every case, by name.
std::vector<LintCase> lint_cases();

// A file of its own, as the linter takes it.
migrate::lint::LintFile lint_file_of(const std::string& name, const std::string& sql);

std::string text_of(const std::filesystem::path& file);

}  // namespace chandler::tests
