#include "core/annotations/wait_for.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace chandler::core::annotations;

TEST_CASE("each form of wait-for") {
  using Kind = WaitFor::Kind;
  CHECK(parse_wait_for("job/seed")->kind == Kind::job);
  CHECK(parse_wait_for("service/rabbitmq:5672")->kind == Kind::service);
  CHECK(parse_wait_for("tcp:rabbitmq.messaging:5672")->kind == Kind::tcp);
  CHECK(parse_wait_for("tcp:[2001:db8::7]:5432")->kind == Kind::tcp);
  CHECK(parse_wait_for("http://flags:8080/readyz")->kind == Kind::http);
  CHECK(parse_wait_for("https://auth.example.org")->kind == Kind::http);
  CHECK(parse_wait_for("database")->kind == Kind::database);
  CHECK(parse_wait_for("tcp:a:1")->text == "tcp:a:1");
}

TEST_CASE("what is no wait-for") {
  const auto* text = GENERATE("", "seed", "job/", "job/Seed", "service/rabbitmq", "service/rabbitmq:amqp",
                              "service/a b:1", "tcp:5432", "tcp::5432", "tcp:a:0", "tcp:2001:db8::7:5432", "tcp:a/b:1",
                              "http://", "http:///x", "http://user:secret@host/", "https://a b", "ftp://x", "--help");
  INFO(text);
  CHECK_FALSE(parse_wait_for(text));
}

TEST_CASE("what was probably meant") {
  CHECK(parse_wait_for("servce/rabbitmq:5672").error().nearest == "service/rabbitmq:5672");
  CHECK(parse_wait_for("databse").error().nearest == "database");
  CHECK(parse_wait_for("tpc:rabbitmq:5672").error().nearest == "tcp:rabbitmq:5672");
}
