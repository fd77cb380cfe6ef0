#pragma once

#include <expected>
#include <string>

#include "core/error.hpp"

namespace chandler::cli {

// Wrong usage: `flag` is the place, "--lease".
inline std::unexpected<core::Error> wrong_flag(std::string flag, std::string message, std::string hint = {}) {
  return std::unexpected(core::Error{.outcome = core::Outcome::usage,
                                     .code = "usage",
                                     .message = std::move(message),
                                     .where = std::move(flag),
                                     .hint = std::move(hint)});
}

}  // namespace chandler::cli
