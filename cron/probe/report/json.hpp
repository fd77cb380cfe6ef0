#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "cron/probe/run/report.hpp"

namespace chandler::probe {

// The whole report; docs/probe.schema.json is its schema.
nlohmann::ordered_json to_json(const RunReport& report);
// The same, for a file or a terminal, with a line end.
std::string to_json_text(const RunReport& report);
// One check of it.
nlohmann::ordered_json to_json(const CheckReport& check);

// For a termination message, of which the last keys are left out where it gets too long: the verdict, the counts, and
// the findings, the worst first, each with id, severity and object.
nlohmann::ordered_json details_of(const RunReport& report);

}  // namespace chandler::probe
