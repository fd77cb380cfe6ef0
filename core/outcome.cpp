#include "core/outcome.hpp"

namespace chandler::core {

std::string_view name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::done:
      return "done";
    case Outcome::could_not:
      return "could_not";
    case Outcome::problem:
      return "problem";
    case Outcome::usage:
      return "usage";
  }
  return "unknown";
}

}  // namespace chandler::core
