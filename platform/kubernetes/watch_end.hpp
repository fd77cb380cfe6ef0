#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "core/error.hpp"

namespace chandler::platform::kubernetes {

// How a watch ended, and so what comes next. Pure.
struct WatchEnd {
  std::optional<core::Error> error;  // nullopt: in order
  std::chrono::milliseconds lasted{0};
  bool told = false;  // it brought something
  int failures = 0;   // in a row before it
};

struct NextWatch {
  bool list = false;   // what was missed cannot be told any more
  bool pause = false;  // back off first
  int failures = 0;    // in a row by now
};

// As client-go's Reflector does: https://github.com/kubernetes/client-go/blob/master/tools/cache/reflector.go
NextWatch after(const WatchEnd& end);

}  // namespace chandler::platform::kubernetes
