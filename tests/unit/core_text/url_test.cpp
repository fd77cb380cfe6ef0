#include "core/text/url.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::core::text {
namespace {

TEST_CASE("a URL is taken apart") {
  const auto url = parse_url("HTTPS://user:pw@Example.ORG:8443/a%20b/c.csv?x=1&y=/?#sha256=00");
  REQUIRE(url.has_value());
  CHECK(url->tls());
  CHECK(url->userinfo == "user:pw");
  CHECK(url->host == "example.org");
  CHECK(url->port == 8443);
  CHECK(url->path == "/a%20b/c.csv");
  CHECK(url->query == "x=1&y=/?");
  CHECK(url->fragment == "sha256=00");
  CHECK(url->target() == "/a%20b/c.csv?x=1&y=/?");
}

TEST_CASE("what a URL leaves out has its default") {
  CHECK(parse_url("https://a")->target() == "/");
  CHECK(parse_url("https://a?x")->target() == "/?x");
  CHECK(parse_url("https://a/?")->target() == "/?");
  CHECK(parse_url("https://a")->port == 443);
  CHECK(parse_url("http://a:")->port == 80);
  CHECK(parse_url("https://[2001:DB8::1]/x")->host == "2001:db8::1");
  CHECK(parse_url("https://[::1]:8443/x")->port == 8443);
}

TEST_CASE("the authority is written without the scheme's own port") {
  CHECK(parse_url("https://a:443/")->authority() == "a");
  CHECK(parse_url("https://a:80/")->authority() == "a:80");
  CHECK(parse_url("http://[::1]:8080/")->authority() == "[::1]:8080");
}

TEST_CASE("what is shown of a URL holds neither query nor user") {
  CHECK(parse_url("https://u:p@a:8443/b.csv?signature=secret#f")->shown() == "https://a:8443/b.csv?…");
  CHECK(parse_url("https://a/b.csv")->shown() == "https://a/b.csv");
}

TEST_CASE("what is no URL is refused with a reason") {
  for (const char* text : {"",
                           "a",
                           "a/b.csv",
                           "ftp://a/b",
                           "https:/a",
                           "https://",
                           "https:///b",
                           "https://:1/",
                           "https://[::1/",
                           "https://[a]/",
                           "https://a:0/",
                           "https://a:65536/",
                           "https://a:x/",
                           "https://a b/",
                           "https://a/b c",
                           "https://a/\r\nHost: b",
                           "https://a/\xC3\xA4",
                           "https://a,b/",
                           "https://::1/",
                           "https://u@/x"}) {
    INFO(text);
    const auto url = parse_url(text);
    REQUIRE_FALSE(url.has_value());
    CHECK_FALSE(url.error().why.empty());
  }
}

TEST_CASE("an address of any scheme is told from a path") {
  CHECK(looks_like_url("https://a"));
  CHECK(looks_like_url("s3://bucket/a.csv"));
  CHECK_FALSE(looks_like_url("/data/a.csv"));
  CHECK_FALSE(looks_like_url("a.csv"));
  CHECK_FALSE(looks_like_url("./https://a"));
  CHECK_FALSE(looks_like_url("://a"));
}

// RFC 3986, 5.4: those that a redirection may hold.
TEST_CASE("references are resolved as RFC 3986 has it") {
  const Url base = parse_url("http://a/b/c/d;p?q").value();
  const auto resolved = [&](std::string_view reference) {
    const auto url = resolve_url(base, reference);
    return url ? url->scheme + "://" + url->authority() + url->target() : std::string("refused");
  };
  CHECK(resolved("g") == "http://a/b/c/g");
  CHECK(resolved("./g") == "http://a/b/c/g");
  CHECK(resolved("g/") == "http://a/b/c/g/");
  CHECK(resolved("/g") == "http://a/g");
  CHECK(resolved("//g") == "http://g/");
  CHECK(resolved("?y") == "http://a/b/c/d;p?y");
  CHECK(resolved("g?y") == "http://a/b/c/g?y");
  CHECK(resolved("g#s") == "http://a/b/c/g");
  CHECK(resolved("g?y#s") == "http://a/b/c/g?y");
  CHECK(resolved(";x") == "http://a/b/c/;x");
  CHECK(resolved("") == "http://a/b/c/d;p?q");
  CHECK(resolved(".") == "http://a/b/c/");
  CHECK(resolved("..") == "http://a/b/");
  CHECK(resolved("../g") == "http://a/b/g");
  CHECK(resolved("../../../g") == "http://a/g");
  CHECK(resolved("/./g") == "http://a/g");
  CHECK(resolved("g.") == "http://a/b/c/g.");
  CHECK(resolved("./g/../h") == "http://a/b/c/h");
  CHECK(resolved("https://x:8443/y?z") == "https://x:8443/y?z");
  CHECK(resolved("ftp://x/y") == "refused");
  CHECK(resolved("mailto:x") == "refused");
  CHECK(resolved("g h") == "refused");
}

TEST_CASE("an origin is scheme, host and port") {
  const auto same = [](std::string_view a, std::string_view b) { return same_origin(*parse_url(a), *parse_url(b)); };
  CHECK(same("https://a/x", "https://A:443/y?z"));
  CHECK_FALSE(same("https://a", "http://a:443"));
  CHECK_FALSE(same("https://a", "https://a:8443"));
  CHECK_FALSE(same("https://a", "https://b.a"));
}

TEST_CASE("escapes are read, or refused") {
  CHECK(percent_decode("menu%20items%2Fx%c3%A4") == "menu items/x\xC3\xA4");
  CHECK(percent_decode("plain+text") == "plain+text");
  CHECK_FALSE(percent_decode("100%"));
  CHECK_FALSE(percent_decode("%2"));
  CHECK_FALSE(percent_decode("%-1"));
  CHECK_FALSE(percent_decode("%0x"));
}

}  // namespace
}  // namespace chandler::core::text
