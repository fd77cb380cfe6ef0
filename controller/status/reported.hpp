#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "controller/status/situation.hpp"
#include "core/read_report.hpp"

namespace chandler::controller::status {

// A report that one of our containers left behind.
struct Reported {
  core::ReadReport report;
  const Pod* pod;
  const Container* container;
  Time at;  // when it ended
};

// The oldest first. Borrows from the pods.
std::vector<Reported> reports_in(const Pods& pods);

// What a person should read of how a container ended: the error of its report, or else what the kubelet knows. Empty
// when all is well.
std::string failure_of(const Container& container);

}  // namespace chandler::controller::status
