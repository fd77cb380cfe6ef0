#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "controller/operations/reason.hpp"

namespace chandler::controller::operations {

// How far an action is, after one step of it that went well.
struct Progress {
  bool done = false;
  Reason waits_for = Reason::none;
  std::string message;   // one or two sentences for a person
  std::string job = {};  // that does it; empty: none, or as before
  // Not done: it is given up when it says the same for so long. Nullopt: never.
  std::optional<std::chrono::milliseconds> patience = {};
};

}  // namespace chandler::controller::operations
