#include "init/wait/target.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::wait {
namespace {

template <typename T>
T parsed(std::string_view text) {
  INFO(text);
  const auto target = parse_target(text);
  REQUIRE(target.has_value());
  REQUIRE(std::holds_alternative<T>(*target));
  return std::get<T>(*target);
}

TEST_CASE("each form is read into its parts") {
  CHECK(parsed<Job>("job/seed").name == "seed");
  CHECK(parsed<Service>("service/order-db:5432").name == "order-db");
  CHECK(parsed<Service>("service/order-db:5432").port == 5432);
  CHECK(parsed<Tcp>("tcp:db.example:6379").host == "db.example");
  CHECK(parsed<Tcp>("tcp:db.example:6379").port == 6379);
  static_cast<void>(parsed<Database>("database"));
}

TEST_CASE("an IPv6 address stands in brackets") {
  CHECK(parsed<Tcp>("tcp:[2001:db8::7]:6379").host == "2001:db8::7");
  CHECK(parsed<Http>("http://[::1]:8080/x").host == "::1");
  CHECK(parsed<Http>("http://[::1]:8080/x").port == 8080);
  CHECK(parsed<Http>("https://[::1]/x").port == 443);
  CHECK_FALSE(parse_target("tcp:2001:db8::7:6379").has_value());
}

TEST_CASE("addresses have a default port and path") {
  const Http plain = parsed<Http>("http://menu");
  CHECK_FALSE(plain.tls);
  CHECK(plain.port == 80);
  CHECK(plain.path == "/");
  const Http full = parsed<Http>("https://menu.example:8443/readyz?full=1#top");
  CHECK(full.tls);
  CHECK(full.host == "menu.example");
  CHECK(full.port == 8443);
  CHECK(full.path == "/readyz?full=1");
  CHECK(parsed<Http>("http://menu?x=1").path == "/?x=1");
}

TEST_CASE("what is out of the grammar is wrong usage") {
  for (const char* text :
       {"", "job/", "job/Seed", "service/db", "service/db:http", "service/db:0", "tcp:db", "tcp::1", "tcp:db:70000",
        "http://", "http://:80/", "http://menu:x/", "http://menu:99999/", "ftp://x", "redis"}) {
    INFO(text);
    const auto target = parse_target(text);
    REQUIRE_FALSE(target.has_value());
    CHECK(target.error().outcome == core::Outcome::usage);
    CHECK(target.error().code == "wait.bad_target");
  }
}

TEST_CASE("the nearest form is suggested") {
  CHECK(parse_target("jobs/seed").error().hint == "Did you mean job/seed?");
}

}  // namespace
}  // namespace chandler::wait
