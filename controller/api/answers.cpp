#include "controller/api/answers.hpp"

#include <utility>

#include "core/text/list.hpp"
#include "platform/digest/digest.hpp"

namespace chandler::controller::api {

// https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2, which compares weakly
bool matches(std::string_view if_none_match, std::string_view etag) {
  if (if_none_match == "*") return true;
  for (std::string_view each : core::text::split(if_none_match, ',')) {
    if (each.starts_with("W/")) each.remove_prefix(2);
    if (each == etag) return true;
  }
  return false;
}

platform::http::Response content(const platform::http::Request& request, std::string json) {
  platform::Sha256 digest;
  digest.update(json);
  const std::string etag = "\"" + digest.hex().substr(0, 32) + "\"";
  platform::http::Response response{.content_type = "application/json", .body = std::move(json)};
  if (matches(request.header("If-None-Match"), etag)) {
    response = {.status = 304, .content_type = {}};
  }
  response.headers.emplace_back("ETag", etag);
  response.headers.emplace_back("Cache-Control", "private, no-cache");
  response.headers.emplace_back("Vary", "Authorization");
  return response;
}

}  // namespace chandler::controller::api
