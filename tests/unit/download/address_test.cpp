#include "dataset/download/address.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::dataset {
namespace {

const std::string digest(64, 'a');

TEST_CASE("an address gives what to ask for, and the file's name by its path alone") {
  const auto address =
      parse_address("https://data.example:8443/a/menu%20items.csv.gz?name=x.csv&sig=s#sha256=" + digest);
  REQUIRE(address.has_value());
  CHECK(address->url.target() == "/a/menu%20items.csv.gz?name=x.csv&sig=s");
  CHECK(address->file_name == "menu items.csv.gz");
  CHECK(address->sha256 == digest);
  CHECK(parse_address("https://a/b.csv")->sha256.empty());
  CHECK(parse_address("https://a/b.csv#")->sha256.empty());
}

TEST_CASE("http: is for this machine alone") {
  CHECK(parse_address("http://localhost:8080/a.csv").has_value());
  CHECK(parse_address("http://127.0.0.1:8080/a.csv").has_value());
  CHECK(parse_address("http://[::1]:8080/a.csv").has_value());
  CHECK(parse_address("http://data.example/a.csv").error().message.contains("for this machine alone"));
  CHECK_FALSE(parse_address("http://localhost.data.example/a.csv"));
}

TEST_CASE("an address that is none is refused, and shows no secret") {
  for (const char* text :
       {"https://user:secret@a/b.csv", "https://user:secret@a", "https://secret@/b.csv", "https://a b/c.csv?secret",
        "http://a/b.csv?secret", "http://user:secret@a/b.csv", "s3://user:secret@bucket/a.csv?secret",
        "https://a/b.csv?secret#sha1=00", "https://a/b.csv#sha256=00", "https://a/%2Fb.csv?secret",
        "https://a/%zz.csv?secret", "https://a/%00.csv?secret", "https://a:x/b.csv?secret"}) {
    INFO(text);
    const auto address = parse_address(text);
    REQUIRE_FALSE(address.has_value());
    CHECK(address.error().outcome == core::Outcome::usage);
    CHECK(address.error().code == "load.bad_source");
    CHECK_FALSE(core::describe(address.error()).contains("secret"));
  }
  CHECK_FALSE(parse_address("https://a/b.csv#sha256=" + std::string(64, 'A')));
}

TEST_CASE("what is meant instead is said") {
  CHECK(parse_address("https://user:pw@a/b.csv").error().hint.contains("CHANDLER_SOURCE_PASSWORD"));
  CHECK(parse_address("s3://bucket/a.csv").error().hint.contains("presigned"));
  CHECK(parse_address("https://a/b.csv#md5=1").error().hint.contains("#sha256="));
}

}  // namespace
}  // namespace chandler::dataset
