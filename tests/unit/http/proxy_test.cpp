#include "platform/http/proxy.hpp"

#include <map>

#include <catch2/catch_test_macros.hpp>

#include "platform/http/basic_authorization.hpp"

namespace chandler::tests {
namespace {

using platform::http::basic_authorization;
using platform::http::is_loopback;
using platform::http::matches_no_proxy;
using platform::http::proxy_for;
using Variables = std::map<std::string, std::string, std::less<>>;

// "proxy:3128", "none", or the error.
std::string proxy(const Variables& variables, std::string_view url = "https://data.example.org/menu.csv") {
  const auto found = proxy_for(core::text::parse_url(url).value(), [&](std::string_view name) {
    const auto at = variables.find(name);
    return at == variables.end() ? std::nullopt : std::optional(at->second);
  });
  if (!found) return found.error();
  return *found ? (*found)->display() + (*found)->authorization : "none";
}

}  // namespace

TEST_CASE("the proxy is what the environment says, small letters first") {
  CHECK(proxy({}) == "none");
  CHECK(proxy({{"HTTPS_PROXY", "http://proxy:3128"}}) == "proxy:3128");
  CHECK(proxy({{"HTTPS_PROXY", "http://a:1"}, {"https_proxy", "http://b:2/"}}) == "b:2");
  CHECK(proxy({{"HTTPS_PROXY", "http://a:1"}, {"https_proxy", ""}}) == "a:1");
  CHECK(proxy({{"ALL_PROXY", "a:1"}}) == "a:1");
  CHECK(proxy({{"http_proxy", "a:1"}}) == "none");
  CHECK(proxy({{"https_proxy", "[fd00::1]:3128"}}) == "[fd00::1]:3128");
  CHECK(proxy({{"https_proxy", "proxy"}}) == "proxy:80");
}

TEST_CASE("this machine and http: are reached without a proxy") {
  const Variables set{{"HTTPS_PROXY", "http://proxy:3128"}};
  for (const char* url : {"https://localhost/", "https://127.0.0.1:8443/", "https://127.1.2.3/", "https://[::1]/",
                          "http://data.example.org/"}) {
    INFO(url);
    CHECK(proxy(set, url) == "none");
  }
}

TEST_CASE("no_proxy takes hosts out") {
  CHECK(proxy({{"HTTPS_PROXY", "http://p:1"}, {"NO_PROXY", "example.org"}}) == "none");
  CHECK(proxy({{"HTTPS_PROXY", "http://p:1"}, {"NO_PROXY", "example.org"}, {"no_proxy", "example.com"}}) == "p:1");
}

TEST_CASE("a proxy's user and password go into Basic, decoded") {
  CHECK(proxy({{"HTTPS_PROXY", "http://user:p%40ss@proxy:3128"}}) == "proxy:3128Basic dXNlcjpwQHNz");
  CHECK(proxy({{"HTTPS_PROXY", "http://user@proxy:3128"}}) == "proxy:3128Basic dXNlcjo=");
  CHECK(basic_authorization("Aladdin", "open sesame") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");  // RFC 7617, 2
}

TEST_CASE("what is no proxy's address is said without its password") {
  for (const char* value : {"socks5://u:secret@proxy:1080", "https://u:secret@proxy", "http://u:secret@",
                            "http://u:secret%@p", "u:secret@proxy:99999", "a b"}) {
    INFO(value);
    const std::string error = proxy({{"HTTPS_PROXY", value}});
    CHECK(error.starts_with("HTTPS_PROXY "));
    CHECK(error.contains("such as http://proxy:3128"));
    CHECK_FALSE(error.contains("secret"));
  }
}

TEST_CASE("no_proxy is matched by the usual rules") {
  struct Case {
    const char* list;
    const char* host;
    bool matches;
  };
  for (const auto& [list, host, matches] : std::initializer_list<Case>{
           {"*", "a.b", true},
           {"", "a.b", false},
           {",, ", "a.b", false},
           {"example.org", "example.org", true},
           {"example.org", "EXAMPLE.ORG", true},
           {"example.org", "data.example.org", true},
           {"example.org", "example.org.", true},
           {"example.org", "badexample.org", false},
           {"example.org", "example.org.evil", false},
           {"data.example.org", "example.org", false},
           {".example.org", "data.example.org", true},
           {".example.org", "example.org", true},
           {"*.example.org", "data.example.org", true},
           {"a, example.org ,b", "example.org", true},
           {"a example.org b", "example.org", true},
           {"example.org:443", "example.org", true},
           {"example.org:8443", "example.org", false},
           {"10.0.0.1", "10.0.0.1", true},
           {"10.0.0.1", "110.0.0.1", false},
           {"0.0.1", "10.0.0.1", false},
           {"10.0.0.1:443", "10.0.0.1", true},
           {"10.0.0.1:80", "10.0.0.1", false},
           {"10.0.0.0/8", "10.255.0.1", true},
           {"10.0.0.0/8", "11.0.0.1", false},
           {"10.0.0.0/33", "10.0.0.1", false},
           {"10.0.0.0/x", "10.0.0.0", false},
           {"0.0.0.0/0", "1.2.3.4", true},
           {"0.0.0.0/0", "::1", false},
           {"10.0.0.0/8", "10.example.org", false},
           {"fd00::/8", "fd12::1", true},
           {"fd00::/8", "fe80::1", false},
           {"fd00::1", "fd00:0:0::1", true},
           {"[fd00::1]", "fd00::1", true},
           {"[fd00::1]:443", "fd00::1", true},
           {"[fd00::1]:80", "fd00::1", false},
           {".", "a", false},
           {":443", "a", false},
       }) {
    INFO(list << " and " << host);
    CHECK(matches_no_proxy(list, host, 443) == matches);
  }
}

TEST_CASE("this machine is known by its names") {
  for (const char* host : {"localhost", "LocalHost", "127.0.0.1", "127.255.0.9", "::1"}) CHECK(is_loopback(host));
  for (const char* host : {"localhost.example.org", "128.0.0.1", "127.example.org", "::2", "a"})
    CHECK_FALSE(is_loopback(host));
}

}  // namespace chandler::tests
