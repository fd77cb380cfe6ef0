#include "platform/kubernetes/status.hpp"

#include <catch2/catch_test_macros.hpp>

#include "platform/kubernetes/errors.hpp"

namespace chandler::platform::kubernetes {

TEST_CASE("a field of another manager is told from an object that changed") {
  const Status owned = parse_status(
      R"({"code":409,"reason":"Conflict","message":"m","details":{"causes":[{"reason":"FieldManagerConflict"}]}})", 0);
  CHECK(code_of(owned) == code::owned);
  CHECK(code_of(parse_status(R"({"code":409,"reason":"Conflict"})", 0)) == code::conflict);
  CHECK(code_of(parse_status(R"({"code":409,"reason":"AlreadyExists"})", 0)) == code::conflict);
}

TEST_CASE("a namespace that is being deleted is told from a right that lacks") {
  CHECK(code_of(parse_status(
            R"({"code":403,"reason":"Forbidden","details":{"causes":[{"reason":"NamespaceTerminating"}]}})", 0)) ==
        code::terminating);
  CHECK(code_of(parse_status(R"({"code":403,"reason":"Forbidden"})", 0)) == code::refused);
}

TEST_CASE("what is no Status is known by HTTP's own") {
  for (const char* text : {"", "<html>", "[]", R"({"code":"x","message":7,"details":{"causes":"none"}})"}) {
    INFO(text);
    const Status status = parse_status(text, 502);
    CHECK(status.code == 502);
    CHECK(status.message == "HTTP status 502");
  }
}

TEST_CASE("Retry-After is a number of seconds") {
  CHECK(read_retry_after("1") == std::chrono::seconds(1));
  for (const char* text : {"", "-1", "1s", "Fri, 31 Dec 1999 23:59:59 GMT", "99999999999"}) {
    INFO(text);
    CHECK(!read_retry_after(text));
  }
}

}  // namespace chandler::platform::kubernetes
