#include "cron/probe/compare/address.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <limits>
#include <optional>
#include <system_error>

#include "core/text/duration.hpp"
#include "core/text/list.hpp"
#include "core/text/nearest.hpp"
#include "core/text/number.hpp"
#include "core/text/url.hpp"
#include "platform/postgres/secret_folder.hpp"

namespace chandler::probe::compare {
namespace {

constexpr std::array<std::string_view, 5> keys{"tables", "schema", "ignore", "rows", "settle"};
constexpr std::int64_t most_rows = 1000;

std::unexpected<core::Error> bad(std::string message, std::string hint) {
  return std::unexpected(core::Error{.outcome = core::Outcome::usage,
                                     .code = "compare.bad_address",
                                     .message = std::move(message),
                                     .where = "compare",
                                     .hint = std::move(hint)});
}

bool is_uri(std::string_view text) {
  return text.starts_with("postgres://") || text.starts_with("postgresql://");
}

bool is_ours(std::string_view parameter) {
  return std::ranges::contains(keys, parameter.substr(0, parameter.find('=')));
}

struct Parts {
  std::string place;
  std::vector<std::string_view> parameters;
};

// A password among key=value may hold a '?'; behind ours stands a parameter that is ours.
Parts parts_of(std::string_view argument) {
  const bool pairs = !is_uri(argument) && argument.substr(0, argument.find('?')).contains('=');
  const std::size_t mark = pairs ? argument.rfind('?') : argument.find('?');
  if (mark == std::string_view::npos || (pairs && !is_ours(argument.substr(mark + 1))))
    return {.place = std::string(argument), .parameters = {}};
  Parts parts{.place = std::string(argument.substr(0, mark)), .parameters = {}};
  char before = '?';
  for (const std::string_view parameter : core::text::split(argument.substr(mark + 1), '&')) {
    if (is_uri(argument) && !is_ours(parameter)) {
      parts.place += std::format("{}{}", before, parameter);
      before = '&';
    } else {
      parts.parameters.push_back(parameter);
    }
  }
  return parts;
}

core::Expected<void> add_names(std::vector<std::string>& to, std::string_view key, const std::string& value) {
  for (const std::string_view name : core::text::split(value, ',')) {
    if (name.empty()) return bad(std::format("{}= has an empty name", key), std::format("write {}=NAME,NAME", key));
    to.emplace_back(name);
  }
  return {};
}

core::Expected<void> take(Address& address, std::string_view parameter) {
  const std::size_t equals = parameter.find('=');
  const std::string_view key = parameter.substr(0, equals);
  if (!is_ours(parameter)) {
    const std::string_view near = core::text::nearest(key, keys);
    return bad(std::format("there is no parameter \"{}\"; there are tables, schema, ignore, rows and settle", key),
               near.empty() ? std::string() : std::format("did you mean {}=?", near));
  }
  const auto value =
      core::text::percent_decode(equals == std::string_view::npos ? std::string_view() : parameter.substr(equals + 1));
  if (!value) return bad(std::format("{}= has a % without two hexadecimal digits", key), "write %25 for a %");
  if (key == "tables") return add_names(address.tables, key, *value);
  if (key == "schema") return add_names(address.schemas, key, *value);
  if (key == "ignore") return add_names(address.ignored, key, *value);
  if (key == "rows") {
    const auto rows = core::text::parse_whole(*value, 1, most_rows);
    if (!rows) return bad(std::format("rows={} {}", *value, rows.error().why), "write rows=20");
    address.rows = static_cast<std::size_t>(*rows);
    return {};
  }
  const auto settle = core::text::parse_duration(*value);
  if (!settle) return bad(std::format("settle={} {}", *value, settle.error().why), "write settle=2s");
  address.settle = *settle;
  return {};
}

std::filesystem::path folder_of(const Address& address, const platform::Environment& environment) {
  if (address.place.contains('/')) return address.place;
  const auto below = environment("CHANDLER_SOURCE_DIR");
  return below && !below->empty() ? std::filesystem::path(*below) / address.place
                                  : std::filesystem::path(address.place);
}

}  // namespace

core::Expected<Address> parse_address(std::string_view argument) {
  Parts parts = parts_of(argument);
  Address address{.is_folder = !is_uri(argument) && !parts.place.contains('=')};
  address.place = std::move(parts.place);
  if (address.place.empty()) return bad("nothing says where the other database is", "write compare:SECRET");
  for (const std::string_view parameter : parts.parameters) {
    if (auto taken = take(address, parameter); !taken) return std::unexpected(taken.error());
  }
  return address;
}

std::string shown(std::string_view argument) {
  const auto address = parse_address(argument);
  if (address && address->is_folder) return std::string(argument);
  if (!address) return std::string(argument.substr(0, std::min(argument.find_first_of("?:="), argument.size())));
  auto settings = settings_of(*address, {});
  if (!settings) return "…";
  settings->parameters.erase("user");
  return settings->describe();
}

core::Expected<platform::postgres::ConnectionSettings> settings_of(const Address& address,
                                                                   const platform::Environment& environment) {
  if (!address.is_folder) return platform::postgres::resolve_settings(address.place, environment);
  const std::filesystem::path folder = folder_of(address, environment);
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) {
    return std::unexpected(core::Error{
        .code = "compare.no_secret",
        .message = "there is no such folder with a Secret's files",
        .where = folder.string(),
        .hint = "Expected compare:FOLDER with the files uri; or host, port, dbname, user, password; or a URI"});
  }
  return platform::postgres::settings_of_folder(folder);
}

}  // namespace chandler::probe::compare
