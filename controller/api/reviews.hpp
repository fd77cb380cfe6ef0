#pragma once

#include <optional>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "controller/api/caller.hpp"

// The objects that ask the API server about a token and a right, and what its answers mean.
namespace chandler::controller::api {

// https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-review-v1/
nlohmann::json token_review(std::string_view token);
// Nullopt: not authenticated, or not for our audience.
std::optional<Caller> caller_of(const nlohmann::json& token_review);

// https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/subject-access-review-v1/
nlohmann::json access_review(const Caller& caller, const Right& right);
bool is_allowed(const nlohmann::json& access_review);

}  // namespace chandler::controller::api
