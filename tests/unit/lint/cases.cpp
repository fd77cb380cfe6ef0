#include "tests/unit/lint/cases.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "init/migrate/lint/registry.hpp"
#include "tests/support/places.hpp"

namespace chandler::tests {
namespace {

using namespace migrate::lint;

constexpr std::string_view header = "-- golden:";

Level level_of(std::string_view word) {
  for (const Level level : {Level::off, Level::warn, Level::refuse}) {
    if (name_of(level) == word) return level;
  }
  throw std::runtime_error("no level " + std::string(word));
}

LintOptions read_options(const std::string& sql) {
  LintOptions out;
  if (!sql.starts_with(header)) return out;
  std::istringstream words(sql.substr(header.size(), sql.find('\n') - header.size()));
  for (std::string word; words >> word;) {
    const std::size_t equals = word.find('=');
    const std::string key = word.substr(0, equals);
    const std::string value = word.substr(equals + 1);
    if (key == "postgres-version") {
      out.server_version = std::stoi(value);
    } else if (find_rule(key) != nullptr) {
      out.levels.changed[key] = level_of(value);
    } else {
      throw std::runtime_error("no rule " + key);
    }
  }
  return out;
}

}  // namespace

const Rule* LintCase::rule() const {
  const Rule* best = nullptr;
  for (const Family& family : families()) {
    for (const Rule& each : family.rules) {
      const bool fits = name == each.id || name.starts_with(std::string(each.id) + '-');
      if (fits && (best == nullptr || each.id.size() > best->id.size())) best = &each;
    }
  }
  return best;
}

std::set<std::size_t> LintCase::lines_below(std::string_view comment) const {
  std::set<std::size_t> out;
  std::istringstream lines(sql);
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    if (line == comment) out.insert(number + 1);
  }
  return out;
}

std::vector<Finding> LintCase::findings() const {
  Linter linter(options);
  linter.applied(lint_file_of("before.sql", text_of(lint_golden_folder() / "before.sql")));
  const LintFile file = lint_file_of(name + ".sql", sql);
  linter.judge(file);
  linter.finish();
  return linter.findings();
}

std::filesystem::path lint_golden_folder() {
  return tests::source_dir() / "tests/golden/lint";
}

std::vector<LintCase> lint_cases() {
  std::vector<LintCase> out;
  for (const auto& entry : std::filesystem::directory_iterator(lint_golden_folder())) {
    const auto& path = entry.path();
    if (path.extension() != ".sql" || path.stem() == "before") continue;
    std::string sql = text_of(path);
    LintOptions options = read_options(sql);
    out.push_back({.name = path.stem().string(), .sql = std::move(sql), .options = std::move(options)});
  }
  std::ranges::sort(out, {}, &LintCase::name);
  return out;
}

LintFile lint_file_of(const std::string& name, const std::string& sql) {
  LintFile file{
      .name = name, .source = {.sql = sql, .from_file = {}, .replacements = {}}, .original = {}, .in_transaction = {}};
  file.original = sql;
  return file;
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace chandler::tests
