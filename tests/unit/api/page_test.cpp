#include "controller/page/page.hpp"

#include <catch2/catch_test_macros.hpp>

#include "controller/page/assets.hpp"

namespace chandler::controller::page {
namespace {

namespace http = platform::http;

http::Response ask(const std::string& path, http::Headers headers = {}, const std::string& method = "GET") {
  return serve({.method = method, .path = path, .query = {}, .headers = std::move(headers), .body = {}});
}

}  // namespace

TEST_CASE("the page and each file that it names are there, with their types") {
  CHECK(ask("/").status == 200);
  CHECK(ask("/").content_type == "text/html; charset=utf-8");
  CHECK(ask("/assets/style.css").content_type == "text/css; charset=utf-8");
  CHECK(ask("/assets/app.js").content_type == "text/javascript; charset=utf-8");
  CHECK(ask("/assets/icon.svg").content_type == "image/svg+xml");
  std::size_t named = 0;
  for (const auto& asset : embedded::assets()) {
    std::string_view rest = asset.content;
    while (true) {
      const std::size_t begin = rest.find("/assets/");
      if (begin == std::string_view::npos) break;
      rest.remove_prefix(begin);
      const std::string path(rest.substr(0, rest.find_first_of("'\"")));
      INFO(asset.name << " names " << path);
      CHECK(ask(path).status == 200);
      rest.remove_prefix(path.size());
      ++named;
    }
  }
  CHECK(named > 20);
}

TEST_CASE("nothing comes from elsewhere, and nothing stands inline") {
  for (const auto& asset : embedded::assets()) {
    INFO(asset.name);
    CHECK_FALSE(asset.content.contains("https://"));
    CHECK_FALSE(asset.content.contains("innerHTML"));
    CHECK_FALSE(asset.content.contains(" style="));
    CHECK_FALSE(asset.content.contains("onclick=\""));
  }
  const std::string policy(http::find_header(ask("/").headers, "Content-Security-Policy"));
  CHECK(policy.starts_with("default-src 'none';"));
  CHECK_FALSE(policy.contains("unsafe"));
  CHECK_FALSE(policy.contains("*"));
  CHECK(policy.contains("frame-ancestors 'none'"));
}

TEST_CASE("a file that is known is not sent again") {
  const http::Response first = ask("/assets/app.js");
  const std::string etag(http::find_header(first.headers, "ETag"));
  CHECK(etag.size() == 34);
  const http::Response again = ask("/assets/app.js", {{"If-None-Match", etag}});
  CHECK(again.status == 304);
  CHECK(again.body.empty());
  CHECK_FALSE(http::find_header(again.headers, "Content-Security-Policy").empty());
  CHECK(ask("/assets/app.js", {{"If-None-Match", "\"old\""}}).status == 200);
}

TEST_CASE("other paths and methods are refused in words") {
  CHECK(ask("/assets/").status == 404);
  CHECK(ask("/assets/../server.key").status == 404);
  CHECK(ask("").status == 404);
  CHECK(ask("/favicon.ico").body.contains("the page is at /"));
  CHECK(ask("/", {}, "POST").status == 405);
}

}  // namespace chandler::controller::page
