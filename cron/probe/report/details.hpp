#pragma once

#include <span>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/report.hpp"
#include "cron/probe/run/report.hpp"

namespace chandler::probe {

// For the termination message of `report`: the verdict, the counts, how much of the databases amcheck covered, and of
// the findings, the worst first, each with id, severity and object, as many as that message has room for.
// `not_delivered`: codes of why the report did not come where it was to go.
nlohmann::ordered_json details_of(const RunReport& found, const core::Report& report,
                                  std::span<const std::string> not_delivered = {});

}  // namespace chandler::probe
