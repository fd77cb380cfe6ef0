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

}  // namespace chandler::probe
