#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "cli/kubectl/connection.hpp"
#include "core/error.hpp"
#include "platform/kubernetes/objects/metadata.hpp"

namespace chandler::cli::kubectl {

// Chandler's API believes tokens of this audience alone: one that is lost opens nothing else.
inline constexpr std::string_view api_audience = "chandler.dev";

using platform::kubernetes::objects::ObjectKey;

// The service account that the person is, by the API server's own word. Fails where it is a user: nobody mints a
// token for those; the error says how to make an account.
core::Expected<ObjectKey> own_account(Connection& connection);

// As `kubectl create token` does.
core::Expected<std::string> mint_token(Connection& connection, const ObjectKey& account, std::chrono::seconds lifetime);

}  // namespace chandler::cli::kubectl
