#include "controller/api/openapi.hpp"

#include <string>

#include "controller/api/answers.hpp"
#include "controller/api/openapi_asset.hpp"

namespace chandler::controller::api {

std::string_view openapi_document() {
  return embedded::assets().front().content;
}

platform::http::Response openapi(const platform::http::Request& request) {
  return content(request, std::string(openapi_document()));
}

}  // namespace chandler::controller::api
