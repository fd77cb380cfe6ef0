#include "webhook/operation.hpp"

#include <format>
#include <string>

#include <nlohmann/json.hpp>

#include "core/text/one_line.hpp"

namespace chandler::webhook {
namespace {

using nlohmann::json;

constexpr std::size_t longest_user = 512;  // the kind's limit
constexpr int unprocessable = 422;

std::string text_of(const json& spec, const char* member) {
  const auto found = spec.find(member);
  return found != spec.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Answer refused(std::string message) {
  return {.allowed = false, .reason = "bad_operation", .code = unprocessable, .message = std::move(message)};
}

}  // namespace

Answer admit_operation(const Review& review, std::string_view own_account) {
  if (review.operation != Operation::create) return {.reason = "other_operation"};
  const auto spec = review.object.find("spec");
  // The API server says what it should look like.
  if (spec == review.object.end() || !spec->is_object()) return {.reason = "not_understood"};
  const std::string action = text_of(*spec, "action");
  const std::string target = text_of(*spec, "target");
  if (!target.empty() && action != "suspend" && action != "resume") {
    return refused(
        std::format("spec.target: \"{}\" goes with suspend and resume alone, and spec.action is \"{}\"; leave it out",
                    target, action));
  }
  const std::string named = text_of(*spec, "requestedBy");
  if (!own_account.empty() && review.user == own_account && !named.empty()) return {.reason = "own_account"};
  const std::string user = core::text::one_line(review.user, longest_user);
  if (named == user) return {.reason = "requested_by_user"};
  Answer answer{.reason = "requested_by_user",
                .patch = json::array({{{"op", "add"}, {"path", "/spec/requestedBy"}, {"value", user}}}).dump()};
  if (!named.empty()) {
    answer.warnings.push_back(core::text::one_line(
        std::format("spec.requestedBy: \"{}\" is replaced by who asks, \"{}\"", named, user), 240));
  }
  return answer;
}

}  // namespace chandler::webhook
