#include "cli/failure.hpp"

#include "platform/log/log.hpp"

namespace chandler::cli {

int report_failure(const core::Error& error) {
  platform::log::error(error.code, core::describe(error));
  return static_cast<int>(error.outcome);
}

int exit_code_of(const core::Expected<void>& done) {
  return done ? static_cast<int>(core::Outcome::done) : report_failure(done.error());
}

}  // namespace chandler::cli
