#include "platform/postgres/settings.hpp"

#include <map>

#include <catch2/catch_test_macros.hpp>

namespace chandler::platform::postgres {
namespace {

Environment environment(std::map<std::string, std::string, std::less<>> variables) {
  return [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
    const auto it = variables.find(name);
    if (it == variables.end()) return std::nullopt;
    return it->second;
  };
}

std::map<std::string, std::string> parameters(const std::string& uri, const Environment& variables) {
  auto settings = resolve_settings(uri, variables);
  REQUIRE(settings.has_value());
  return settings->parameters;
}

TEST_CASE("a Secret of CloudNativePG gives its parts, whatever else it holds") {
  const auto got = parameters("", environment({{"CHANDLER_DATABASE_SECRET_URI", "postgresql://app:x@pooler:6432/other"},
                                               {"CHANDLER_DATABASE_SECRET_HOST", "menu-rw"},
                                               {"CHANDLER_DATABASE_SECRET_PORT", "5432"},
                                               {"CHANDLER_DATABASE_SECRET_DBNAME", "menu"},
                                               {"CHANDLER_DATABASE_SECRET_USER", "app"},
                                               {"CHANDLER_DATABASE_SECRET_USERNAME", "app"},
                                               {"CHANDLER_DATABASE_SECRET_PASSWORD", "a b%c/"}}));
  CHECK(got == std::map<std::string, std::string>{
                   {"host", "menu-rw"}, {"port", "5432"}, {"dbname", "menu"}, {"user", "app"}, {"password", "a b%c/"}});
}

TEST_CASE("annotations fill what the Secret lacks, and never override it") {
  const auto got = parameters("", environment({{"CHANDLER_DATABASE_SECRET_USERNAME", "app"},
                                               {"CHANDLER_DATABASE_SECRET_PASSWORD", "x"},
                                               {"CHANDLER_DATABASE_SECRET_SSLMODE", ""},
                                               {"CHANDLER_DATABASE_HOST", "db"},
                                               {"CHANDLER_DATABASE_USER", "somebody-else"},
                                               {"CHANDLER_DATABASE_SSLMODE", "verify-full"}}));
  CHECK(got == std::map<std::string, std::string>{
                   {"host", "db"}, {"user", "app"}, {"password", "x"}, {"sslmode", "verify-full"}});
}

TEST_CASE("the flag --database stands alone") {
  const auto got = parameters("host=a dbname=b", environment({{"CHANDLER_DATABASE_SECRET_HOST", "c"}}));
  CHECK(got == std::map<std::string, std::string>{{"host", "a"}, {"dbname", "b"}});
}

TEST_CASE("a Secret without a host is told at once, unless libpq knows one") {
  const auto settings = resolve_settings("", environment({{"CHANDLER_DATABASE_SECRET_USERNAME", "app"}}));
  REQUIRE_FALSE(settings.has_value());
  CHECK(settings.error().code == "database.no_host");
  CHECK(
      resolve_settings("", environment({{"CHANDLER_DATABASE_SECRET_USERNAME", "app"}, {"PGHOST", "db"}})).has_value());
  CHECK(resolve_settings("", environment({})).has_value());
}

TEST_CASE("the variables of a Service named chandler-database are not taken for a port") {
  const auto got = parameters(
      "", environment({{"CHANDLER_DATABASE_SECRET_HOST", "db"}, {"CHANDLER_DATABASE_PORT", "tcp://10.96.0.7:5432"}}));
  CHECK(got == std::map<std::string, std::string>{{"host", "db"}});
}

TEST_CASE("a bad URI is refused without showing it") {
  const auto settings = resolve_settings("postgresql://app:s3cret@[bad/x", environment({}));
  REQUIRE_FALSE(settings.has_value());
  CHECK(settings.error().code == "database.bad_uri");
  CHECK_FALSE(core::describe(settings.error()).contains("s3cret"));
}

TEST_CASE("a Secret's keys alone say how to connect, parts before URIs") {
  const auto parts =
      settings_of_secret(environment({{"uri", "postgresql://u:p@h:5433/d"}, {"host", "other"}, {"url", ""}}), "/s");
  REQUIRE(parts.has_value());
  CHECK(parts->describe() == "u@other:5433/d");
  const auto nothing = settings_of_secret(environment({{"password", "hunter2"}, {"host", ""}}), "/s");
  REQUIRE_FALSE(nothing.has_value());
  CHECK(nothing.error().code == "database.no_host");
  CHECK(nothing.error().where == "/s");
}

TEST_CASE("a description names the address and hides the password") {
  CHECK(ConnectionSettings{
            {{"user", "app"}, {"password", "s3cret"}, {"host", "db"}, {"port", "5433"}, {"dbname", "menu"}}}
            .describe() == "app@db:5433/menu");
  CHECK(ConnectionSettings{}.describe() == "the default host");
}

}  // namespace
}  // namespace chandler::platform::postgres
