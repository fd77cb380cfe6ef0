#pragma once

#include <nlohmann/json.hpp>

#include "cron/probe/run/report.hpp"

namespace chandler::probe {

// The whole report; docs/probe.schema.json is its schema.
nlohmann::ordered_json to_json(const RunReport& report);
// One check of it.
nlohmann::ordered_json to_json(const CheckReport& check);

}  // namespace chandler::probe
