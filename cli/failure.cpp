#include "cli/failure.hpp"

#include "platform/log/log.hpp"

namespace chandler::cli {

int report_failure(const core::Error& error) {
  platform::log::error(error.code, core::describe(error));
  return static_cast<int>(error.outcome);
}

}  // namespace chandler::cli
