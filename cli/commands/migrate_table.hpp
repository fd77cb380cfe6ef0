#pragma once

#include <string>
#include <string_view>

#include "init/migrate/by_hand.hpp"
#include "platform/process/environment.hpp"

namespace chandler::cli {

// Marks for a terminal; empty where the output is none, and where NO_COLOR is set.
struct Colours {
  std::string_view good;     // green
  std::string_view waiting;  // yellow
  std::string_view bad;      // red
  std::string_view dim;
  std::string_view off;

  static Colours for_standard_output(const platform::Environment& environment);
};

// A line for each migration, then what has to be looked at.
std::string table_of(const migrate::Status& status, const Colours& colours);

}  // namespace chandler::cli
