#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "platform/kubernetes/objects/time.hpp"

namespace chandler::cli::kubectl {

using Time = platform::kubernetes::objects::Microtime;

// "45s", "4m20s", "12m", "3h15m", "26h", "3d4h", "45d", "2y30d": as kubectl does.
// https://github.com/kubernetes/apimachinery/blob/master/pkg/util/duration/duration.go
std::string human(std::chrono::seconds duration);

// How long ago; empty for nullopt.
std::string age(std::optional<Time> time, Time now);

// "in 4m", "3h15m ago".
std::string relative(Time time, Time now);

// "120ms", "1.3s", "4m20s".
std::string elapsed(std::chrono::milliseconds duration);

}  // namespace chandler::cli::kubectl
