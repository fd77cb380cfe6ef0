#include "controller/page/page.hpp"

#include <algorithm>
#include <format>
#include <string>
#include <string_view>

#include "controller/page/assets.hpp"

namespace chandler::controller::page {
namespace {

namespace http = platform::http;

// Nothing from elsewhere, nothing inline, nothing made out of strings, no frame around it.
constexpr std::string_view policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

std::string_view type_of(std::string_view name) {
  if (name.ends_with(".html")) return "text/html; charset=utf-8";
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".svg")) return "image/svg+xml";
  return "text/javascript; charset=utf-8";
}

// "/" and "/assets/app.js"; null where there is nothing.
const embedded::Asset* find(std::string_view path) {
  const std::string_view name = path == "/" ? "assets/index.html" : path.substr(std::min<std::size_t>(1, path.size()));
  const auto all = embedded::assets();
  const auto found = std::ranges::find(all, name, &embedded::Asset::name);
  return found == all.end() ? nullptr : &*found;
}

http::Response answer(const http::Request& request) {
  if (request.method != "GET" && request.method != "HEAD") {
    http::Response response = http::plain(405, "this path takes GET and HEAD");
    response.headers.emplace_back("Allow", "GET, HEAD");
    return response;
  }
  const embedded::Asset* const asset = find(request.path);
  if (asset == nullptr) {
    return http::plain(404,
                       "there is nothing here: the page is at /, the API below /api/v1, its description at "
                       "/openapi.json");
  }
  const std::string etag = std::format("\"{}\"", asset->digest.substr(0, 32));
  http::Response response{.content_type = std::string(type_of(asset->name)), .body = std::string(asset->content)};
  if (request.header("If-None-Match") == etag) response = {.status = 304, .content_type = {}};
  // Asked for each time, and answered by 304: after an upgrade nothing old is mixed with new.
  response.headers.emplace_back("ETag", etag);
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

}  // namespace

http::Response serve(const http::Request& request) {
  http::Response response = answer(request);
  response.headers.emplace_back("Content-Security-Policy", policy);
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  return response;
}

}  // namespace chandler::controller::page
