#include "dataset/remote/secret_folder.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/support/temporary_folder.hpp"

namespace chandler::dataset::remote {
namespace {

TEST_CASE("a folder with a Secret's files says how to connect, and whom to trust") {
  const tests::TemporaryFolder secret({{"host", "db.example\n"},
                                       {"username", "reader\r\n"},
                                       {"password", " with blanks "},
                                       {"database", "shop"},
                                       {"ca.crt", "-----BEGIN CERTIFICATE-----"},
                                       {"notes", "something else"}});
  const auto settings = read_secret_folder(secret.path());
  REQUIRE(settings.has_value());
  using Parameters = decltype(settings->parameters);
  CHECK(settings->parameters == Parameters{{"host", "db.example"},
                                           {"user", "reader"},
                                           {"password", " with blanks "},
                                           {"dbname", "shop"},
                                           {"sslrootcert", (secret.path() / "ca.crt").string()}});
}

TEST_CASE("a folder that says no host, or is none, is refused") {
  const tests::TemporaryFolder secret({{"password", "hunter2"}});
  const auto refused = read_secret_folder(secret.path());
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "database.no_host");
  CHECK(refused.error().where == secret.path().string());
  CHECK(read_secret_folder(secret.path() / "absent").error().code == "load.source_missing");
}

}  // namespace
}  // namespace chandler::dataset::remote
