#include "cli/kubectl/token.hpp"

#include <format>

#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/field.hpp"

namespace chandler::cli::kubectl {

using core::Expected;
using nlohmann::json;
namespace objects = platform::kubernetes::objects;

Expected<ObjectKey> own_account(Connection& connection) {
  const auto review =
      connection.client.create({.group = "authentication.k8s.io", .plural = "selfsubjectreviews"},
                               {{"apiVersion", "authentication.k8s.io/v1"}, {"kind", "SelfSubjectReview"}});
  if (!review)
    return std::unexpected(with_remedy(review.error(), "create", "selfsubjectreviews.authentication.k8s.io", ""));
  const std::string user = objects::text(*review, {"status", "userInfo", "username"});
  const std::string account = "system:serviceaccount:";
  const std::size_t colon = user.rfind(':');
  if (user.starts_with(account) && colon > account.size()) {
    return ObjectKey{.namespace_name = user.substr(account.size(), colon - account.size()),
                     .name = user.substr(colon + 1)};
  }
  return std::unexpected(core::Error{
      .code = "kubectl.no_account",
      .message =
          std::format("you are '{}', which is no service account: a token of the audience {} is minted for those only",
                      user, api_audience),
      .hint = std::format(
          "give --account NAMESPACE/NAME; a new one: kubectl create serviceaccount page -n {0} && kubectl create "
          "rolebinding page --clusterrole=view --serviceaccount={0}:page -n {0}, with rights on provisions and "
          "operations",
          connection.namespace_name)});
}

Expected<std::string> mint_token(Connection& connection, const ObjectKey& account, std::chrono::seconds lifetime) {
  const auto answer =
      connection.client.create({.plural = "serviceaccounts",
                                .namespace_name = account.namespace_name,
                                .name = account.name,
                                .subresource = "token"},
                               {{"apiVersion", "authentication.k8s.io/v1"},
                                {"kind", "TokenRequest"},
                                {"spec", {{"audiences", {api_audience}}, {"expirationSeconds", lifetime.count()}}}});
  if (!answer) {
    return std::unexpected(with_remedy(answer.error(), "create", "serviceaccounts/token", account.namespace_name));
  }
  return objects::text(*answer, {"status", "token"});
}

}  // namespace chandler::cli::kubectl
