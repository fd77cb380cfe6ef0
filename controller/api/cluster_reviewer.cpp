#include "controller/api/cluster_reviewer.hpp"

#include <nlohmann/json.hpp>

#include "controller/api/reviews.hpp"

namespace chandler::controller::api {
namespace {

using platform::kubernetes::Resource;

const Resource token_reviews{.group = "authentication.k8s.io", .plural = "tokenreviews"};
const Resource access_reviews{.group = "authorization.k8s.io", .plural = "subjectaccessreviews"};

}  // namespace

core::Expected<std::optional<Caller>> ClusterReviewer::authenticate(std::string_view token) {
  auto review = clients_.with([&](auto& client) { return client.create(token_reviews, token_review(token)); });
  if (!review) return std::unexpected(review.error());
  return caller_of(*review);
}

core::Expected<bool> ClusterReviewer::allows(const Caller& caller, const Right& right) {
  auto review =
      clients_.with([&](auto& client) { return client.create(access_reviews, access_review(caller, right)); });
  if (!review) return std::unexpected(review.error());
  return is_allowed(*review);
}

}  // namespace chandler::controller::api
