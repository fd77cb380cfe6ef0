#pragma once

#include <span>
#include <string>

#include "init/migrate/lint/findings.hpp"

namespace chandler::migrate::lint {

// Findings as text. `path` goes before each file's name ("migrations/"), so that editors and CI find it.
std::string as_text(std::span<const Finding> findings, const std::string& path);

// One object a line: rule, level, file, line, column, statement, message, lock, safe_way.
std::string as_json_lines(std::span<const Finding> findings, const std::string& path);

// GitHub's workflow commands: annotations beside the lines of a pull request.
std::string as_github(std::span<const Finding> findings, const std::string& path);

// SARIF 2.1.0, which code scanning services take.
std::string as_sarif(std::span<const Finding> findings, const std::string& path);

}  // namespace chandler::migrate::lint
