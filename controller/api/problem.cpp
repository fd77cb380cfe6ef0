#include "controller/api/problem.hpp"

#include <array>
#include <format>
#include <utility>

#include <nlohmann/json.hpp>

namespace chandler::controller::api {
namespace {

struct Kind {
  int status;
  std::string_view id;
  std::string_view title;
};

// In the order of Reason.
constexpr std::array<Kind, 9> kinds{{{400, "bad-request", "The request is malformed"},
                                     {401, "unauthenticated", "A token is needed"},
                                     {403, "forbidden", "The right is missing"},
                                     {404, "not-found", "There is no such thing"},
                                     {405, "method-not-allowed", "The method does not fit"},
                                     {415, "unsupported-media-type", "The body is no JSON"},
                                     {422, "invalid", "The API server refuses it"},
                                     {429, "rate-limited", "Too many requests"},
                                     {503, "unavailable", "Not now"}}};

const Kind& kind_of(Reason reason) {
  return kinds.at(std::to_underlying(reason));
}

}  // namespace

int status_of(Reason reason) {
  return kind_of(reason).status;
}

std::string_view id_of(Reason reason) {
  return kind_of(reason).id;
}

std::unexpected<Problem> refuse(Reason reason, std::string detail) {
  return std::unexpected(Problem{.reason = reason, .detail = std::move(detail)});
}

std::unexpected<Problem> later(Reason reason, std::string detail, std::chrono::seconds retry_after) {
  return std::unexpected(Problem{.reason = reason, .detail = std::move(detail), .retry_after = retry_after});
}

platform::http::Response to_response(const Problem& problem) {
  const Kind& kind = kind_of(problem.reason);
  const nlohmann::ordered_json body{{"type", std::format("urn:chandler:problem:{}", kind.id)},
                                    {"title", kind.title},
                                    {"status", kind.status},
                                    {"detail", problem.detail}};
  platform::http::Response response{
      .status = kind.status,
      .content_type = "application/problem+json",
      .body = body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n",
      .headers = problem.headers};
  response.headers.emplace_back("Cache-Control", "no-store");
  if (problem.retry_after) response.headers.emplace_back("Retry-After", std::to_string(problem.retry_after->count()));
  // https://www.rfc-editor.org/rfc/rfc6750#section-3
  if (problem.reason == Reason::unauthenticated) {
    response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"chandler.dev\"");
  }
  return response;
}

}  // namespace chandler::controller::api
