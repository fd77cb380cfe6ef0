#pragma once

#include <expected>
#include <string>

#include "core/error.hpp"

namespace chandler::platform::kubernetes::kubeconfig {

// What is wrong with a kubeconfig. `where` is its file.
inline std::unexpected<core::Error> unusable(std::string message, std::string hint = {}, std::string where = {}) {
  return std::unexpected(core::Error{.code = "kubernetes.configuration",
                                     .message = std::move(message),
                                     .where = std::move(where),
                                     .hint = std::move(hint)});
}

}  // namespace chandler::platform::kubernetes::kubeconfig
