#include "dataset/download/credentials.hpp"

#include <algorithm>
#include <format>
#include <string_view>

#include "platform/http/basic_authorization.hpp"

namespace chandler::dataset {
namespace {

constexpr std::string_view token_variable = "CHANDLER_SOURCE_TOKEN";
constexpr std::string_view username_variable = "CHANDLER_SOURCE_USERNAME";
constexpr std::string_view password_variable = "CHANDLER_SOURCE_PASSWORD";

std::unexpected<core::Error> bad(std::string_view variable, std::string message) {
  return std::unexpected(core::Error{.outcome = core::Outcome::usage,
                                     .code = "load.bad_credentials",
                                     .message = std::move(message),
                                     .where = std::string(variable)});
}

}  // namespace

core::Expected<std::string> authorization_from(const platform::Environment& environment) {
  const auto value_of = [&](std::string_view variable) {
    std::string value = environment(variable).value_or("");
    value.erase(value.find_last_not_of("\r\n") + 1);
    return value;
  };
  const std::string token = value_of(token_variable);
  const std::string username = value_of(username_variable);
  const std::string password = value_of(password_variable);
  if (!token.empty() && !username.empty()) {
    return bad(token_variable, std::format("it is set beside {}: one of them has to go", username_variable));
  }
  if (token.empty() && username.empty()) {
    if (password.empty()) return std::string();
    return bad(password_variable, std::format("it is set without {}", username_variable));
  }
  if (token.empty()) {
    if (username.contains(':')) return bad(username_variable, "a user's name must hold no colon (RFC 7617)");
    return platform::http::basic_authorization(username, password);
  }
  if (!std::ranges::all_of(token, [](char c) { return c > 0x20 && c < 0x7F; })) {
    return bad(token_variable, "it holds blanks, line ends or other bytes that no token has");
  }
  return std::format("Bearer {}", token);
}

}  // namespace chandler::dataset
