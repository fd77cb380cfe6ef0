#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/report.hpp"

namespace chandler::platform {

// Where a one-shot command leaves its report: `--report FILE`, or the container's termination log where
// there is one, or nowhere.
struct ReportTarget {
  std::string file;  // empty: /dev/termination-log if it exists and can be written
};

// Writes the report once, at the end: the short form to the target, the full object as the last log
// line (JSON format only), or, for a person, the error on standard error. Returns the exit code.
int finish(const core::Report& report, const nlohmann::ordered_json& details, const ReportTarget& target);

// The same of a command whose output is the answer to a question: nothing but an error goes to the log.
int finish_answer(const core::Report& report, const nlohmann::ordered_json& details, const ReportTarget& target);

}  // namespace chandler::platform
