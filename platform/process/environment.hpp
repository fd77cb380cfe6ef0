#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace chandler::platform {

// Looks an environment variable up; an unset one is nullopt, an empty one "". Passed in, so that tests
// need no setenv.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

// The process's own. Threads: safe as long as nobody calls setenv.
Environment process_environment();

}  // namespace chandler::platform
