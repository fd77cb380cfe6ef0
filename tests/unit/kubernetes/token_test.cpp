#include "platform/kubernetes/token.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/support/temporary_folder.hpp"

namespace chandler::platform::kubernetes {

TEST_CASE("a token's file is read again each minute, and at once when it is refused") {
  const tests::TemporaryFolder folder({{"token", "first\n"}});
  Token token("", folder.path() / "token");
  const auto start = Token::Clock::now();
  CHECK(token.current(start) == "first");
  folder.write("token", "second\n");
  CHECK(token.current(start + std::chrono::seconds(59)) == "first");
  CHECK(token.current(start + std::chrono::seconds(60)) == "second");
  CHECK(!token.renew());
  folder.write("token", "third");
  CHECK(token.renew());
  CHECK(token.current() == "third");
}

TEST_CASE("a file that is away, or empty for a moment, takes no token away") {
  const tests::TemporaryFolder folder({{"token", "first\n"}});
  Token token("", folder.path() / "token");
  CHECK(token.current() == "first");
  folder.write("token", "");
  CHECK(!token.renew());
  folder.remove("token");
  CHECK(!token.renew());
  CHECK(token.current() == "first");
}

TEST_CASE("a fixed token stays") {
  Token token("fixed", "");
  CHECK(token.current() == "fixed");
  CHECK(!token.renew());
}

}  // namespace chandler::platform::kubernetes
