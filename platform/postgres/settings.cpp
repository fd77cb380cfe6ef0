#include "platform/postgres/settings.hpp"

#include <array>
#include <format>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include <libpq-fe.h>

namespace chandler::platform::postgres {
namespace {

using Parameters = std::map<std::string, std::string>;

struct PartName {
  std::string_view name;  // of the Secret's key, or of the variable
  std::string_view keyword;
};

constexpr std::array<PartName, 8> secret_parts{{{"host", "host"},
                                                {"port", "port"},
                                                {"dbname", "dbname"},
                                                {"database", "dbname"},
                                                {"username", "user"},
                                                {"user", "user"},
                                                {"password", "password"},
                                                {"sslmode", "sslmode"}}};

constexpr std::array<std::string_view, 2> secret_uris{"uri", "url"};

constexpr std::array<PartName, 5> fill_parts{{
    {"CHANDLER_DATABASE_HOST", "host"},
    {"CHANDLER_DATABASE_PORT", "port"},
    {"CHANDLER_DATABASE_NAME", "dbname"},
    {"CHANDLER_DATABASE_USER", "user"},
    {"CHANDLER_DATABASE_SSLMODE", "sslmode"},
}};

core::Expected<Parameters> parse(const std::string& uri, std::string_view source) {
  char* message = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse(uri.c_str(), &message),
                                                                             &PQconninfoFree);
  if (message != nullptr) PQfreemem(message);  // libpq quotes parts of the text, which may hold the password
  if (options == nullptr) {
    return std::unexpected(core::Error{
        .code = "database.bad_uri",
        .message = std::format("the database address in {} is neither a postgresql:// URI nor a libpq key=value string",
                               source),
        .hint = "Expected postgresql://USER:PASSWORD@HOST:PORT/DATABASE with reserved characters percent-encoded"});
  }
  Parameters out;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) out.emplace(option->keyword, option->val);
  }
  return out;
}

template <typename Parts>
Parameters from_environment(const Parts& parts, const Environment& environment) {
  Parameters out;
  for (const PartName& part : parts) {
    const auto value = environment(part.name);
    // A Service named chandler-database makes the kubelet set CHANDLER_DATABASE_PORT=tcp://10.96.0.7:5432.
    const bool of_a_service = part.keyword == "port" && value && value->contains("://");
    if (value && !value->empty() && !of_a_service) out.emplace(part.keyword, *value);
  }
  return out;
}

// CHANDLER_DATABASE_SECRET_HOST: how the Secret's key host comes into a container.
Environment secret_keys(const Environment& environment) {
  return [&environment](std::string_view key) {
    std::string variable = "CHANDLER_DATABASE_SECRET_";
    for (const char c : key) variable += static_cast<char>(c - 'a' + 'A');
    return environment(variable);
  };
}

// Parts go before what a URI says.
core::Expected<Parameters> parameters_of(const Environment& keys, std::string_view place) {
  Parameters out = from_environment(secret_parts, keys);
  for (const std::string_view key : secret_uris) {
    const auto value = keys(key);
    if (!value || value->empty()) continue;
    auto parsed = parse(*value, place);
    if (!parsed) return std::unexpected(parsed.error());
    out.merge(*parsed);
  }
  return out;
}

bool names_host(const Parameters& parameters) {
  return parameters.contains("host") || parameters.contains("hostaddr") || parameters.contains("service");
}

// Without a host libpq takes a local socket, which no pod has: waiting for one helps nobody.
std::optional<core::Error> missing_host(const Parameters& parameters, const Environment& environment) {
  if (names_host(parameters)) return std::nullopt;
  for (const char* variable : {"PGHOST", "PGHOSTADDR", "PGSERVICE"}) {
    if (environment(variable)) return std::nullopt;
  }
  return core::Error{.code = "database.no_host",
                     .message = "the Secret that chandler.dev/database names says a user or password, but no host",
                     .hint = "Add the annotation chandler.dev/database-host, or a key host or uri to the Secret"};
}

}  // namespace

std::string ConnectionSettings::describe() const {
  const auto get = [this](const char* keyword, const char* otherwise) {
    const auto it = parameters.find(keyword);
    return it == parameters.end() ? std::string(otherwise) : it->second;
  };
  std::string text;
  if (parameters.contains("user")) text = get("user", "") + "@";
  text += get("host", get("hostaddr", "").empty() ? "the default host" : get("hostaddr", "").c_str());
  if (parameters.contains("port")) text += ":" + get("port", "");
  if (parameters.contains("dbname")) text += "/" + get("dbname", "");
  return text;
}

core::Expected<ConnectionSettings> resolve_settings(const std::string& uri, const Environment& environment) {
  ConnectionSettings settings;
  if (!uri.empty()) {
    auto parsed = parse(uri, "--database (or CHANDLER_DATABASE)");
    if (!parsed) return std::unexpected(parsed.error());
    settings.parameters = std::move(*parsed);
    return settings;
  }
  auto secret = parameters_of(secret_keys(environment), "the Secret");
  if (!secret) return std::unexpected(secret.error());
  settings.parameters = *std::move(secret);
  const bool from_secret = !settings.parameters.empty();
  auto fill = from_environment(fill_parts, environment);
  settings.parameters.merge(fill);
  if (from_secret) {
    if (auto missing = missing_host(settings.parameters, environment)) return std::unexpected(std::move(*missing));
  }
  return settings;
}

core::Expected<ConnectionSettings> settings_of_secret(const Environment& keys, const std::string& place) {
  auto parameters = parameters_of(keys, place);
  if (!parameters) return std::unexpected(parameters.error());
  if (!names_host(*parameters)) {
    return std::unexpected(
        core::Error{.code = "database.no_host",
                    .message = "it says no host: there is no key uri, url or host with a value",
                    .where = place,
                    .hint = "Expected the keys uri; or host, port, dbname, user, password and sslmode, a file each"});
  }
  return ConnectionSettings{*std::move(parameters)};
}

}  // namespace chandler::platform::postgres
