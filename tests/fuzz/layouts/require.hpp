#pragma once

#include <cstdlib>

namespace chandler::migrate {

// A broken promise ends the fuzzer, which then keeps its input.
inline void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace chandler::migrate
