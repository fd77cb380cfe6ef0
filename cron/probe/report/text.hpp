#pragma once

#include <string>

#include "cron/probe/run/report.hpp"

namespace chandler::probe {

struct TextOptions {
  bool colours = false;
  bool all = false;  // what is ok, too, check by check
};

// For a person: a line a check, and beneath it what it found, the worst first.
std::string text_of(const RunReport& report, const TextOptions& options);
// One check as soon as it is done.
std::string text_of(const CheckReport& check, const TextOptions& options);
// "problem: 1 problem, 2 warnings in 2 databases"
std::string summary_of(const RunReport& report);

}  // namespace chandler::probe
