#pragma once

#include <cstdint>

namespace chandler::migrate::lint {

// What a run does about what is found in its pending files: not look, tell it, or refuse to apply them
// where a rule refuses.
enum class LintMode : std::uint8_t { off, warn, refuse };

}  // namespace chandler::migrate::lint
