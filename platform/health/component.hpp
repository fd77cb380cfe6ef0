#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace chandler::platform::health {

enum class Condition : std::uint8_t {
  well,
  degraded,  // what it does stands still, and what other parts do does not
  down       // the process is of no use to its clients
};

// A part of a process that /health tells of.
struct Component {
  std::string name;   // "webhook"
  std::string state;  // in a word or two: "running"
  Condition condition = Condition::well;
};

using Components = std::vector<Component>;

}  // namespace chandler::platform::health
