#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "controller/operations/reason.hpp"

namespace chandler::controller::operations {

// How far an action is, after one step of it.
struct Progress {
  enum class State : std::uint8_t { running, succeeded, failed };
  State state = State::running;
  Reason reason = Reason::none;
  std::string message;   // one or two sentences for a person
  std::string job = {};  // that does it; empty: none, or as before
  // Running: it is given up when it says the same for so long. Nullopt: never.
  std::optional<std::chrono::milliseconds> patience = {};
};

inline Progress running(std::string message, Reason reason = Reason::none) {
  return {.state = Progress::State::running, .reason = reason, .message = std::move(message)};
}
inline Progress succeeded(std::string message) {
  return {.state = Progress::State::succeeded, .message = std::move(message)};
}
inline Progress failed(Reason reason, std::string message) {
  return {.state = Progress::State::failed, .reason = reason, .message = std::move(message)};
}

}  // namespace chandler::controller::operations
