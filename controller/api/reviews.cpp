#include "controller/api/reviews.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "controller/api/reviewer.hpp"
#include "platform/kubernetes/objects/field.hpp"

namespace chandler::controller::api {

namespace objects = platform::kubernetes::objects;
using nlohmann::json;

namespace {

std::vector<std::string> texts(const json& list) {
  std::vector<std::string> out;
  for (const json& each : list) {
    if (each.is_string()) out.push_back(each.get<std::string>());
  }
  return out;
}

}  // namespace

json token_review(std::string_view token) {
  return {{"apiVersion", "authentication.k8s.io/v1"},
          {"kind", "TokenReview"},
          {"spec", {{"token", token}, {"audiences", json::array({audience})}}}};
}

std::optional<Caller> caller_of(const json& review) {
  if (objects::flag(review, {"status", "authenticated"}) != true) return std::nullopt;
  // An authenticator that knows no audiences answers without: its token is not meant for us.
  if (!std::ranges::contains(texts(objects::list(review, {"status", "audiences"})), audience)) return std::nullopt;
  Caller caller{.username = objects::text(review, {"status", "user", "username"}),
                .uid = objects::text(review, {"status", "user", "uid"}),
                .groups = texts(objects::list(review, {"status", "user", "groups"})),
                .extra = {}};
  if (caller.username.empty()) return std::nullopt;
  if (const json* const extra = objects::find(review, {"status", "user", "extra"}); extra && extra->is_object()) {
    for (const auto& [key, values] : extra->items()) caller.extra[key] = texts(values);
  }
  return caller;
}

json access_review(const Caller& caller, const Right& right) {
  json attributes{
      {"verb", right.verb}, {"group", "chandler.dev"}, {"version", "v1alpha1"}, {"resource", right.resource}};
  if (!right.namespace_name.empty()) attributes["namespace"] = right.namespace_name;
  if (!right.name.empty()) attributes["name"] = right.name;
  json spec{{"user", caller.username}, {"groups", caller.groups}, {"resourceAttributes", std::move(attributes)}};
  if (!caller.uid.empty()) spec["uid"] = caller.uid;
  if (!caller.extra.empty()) spec["extra"] = caller.extra;
  return {{"apiVersion", "authorization.k8s.io/v1"}, {"kind", "SubjectAccessReview"}, {"spec", std::move(spec)}};
}

bool is_allowed(const json& review) {
  return objects::flag(review, {"status", "allowed"}) == true && objects::flag(review, {"status", "denied"}) != true;
}

}  // namespace chandler::controller::api
