#include "controller/status/provision_status.hpp"

#include <utility>

namespace chandler::controller::status {

std::string_view name_of(State state) {
  switch (state) {
    case State::ready:
      return "Ready";
    case State::starting:
      return "Starting";
    case State::warning:
      return "Warning";
    case State::failing:
      return "Failing";
  }
  std::unreachable();
}

std::string_view name_of(Severity severity) {
  return severity == Severity::failing ? "failing" : "warning";
}

std::string_view name_of(Run::State state) {
  switch (state) {
    case Run::State::running:
      return "running";
    case Run::State::suspended:
      return "suspended";
    case Run::State::complete:
      return "complete";
    case Run::State::failed:
      return "failed";
  }
  std::unreachable();
}

}  // namespace chandler::controller::status
