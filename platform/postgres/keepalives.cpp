#include "platform/postgres/keepalives.hpp"

#include <array>
#include <format>
#include <string_view>

#include "core/text/number.hpp"

namespace chandler::platform::postgres {
namespace {

struct Keepalive {
  std::string_view ours;    // libpq's parameter
  std::string_view theirs;  // the server's
  std::string_view value;   // seconds, seconds, a count, milliseconds
};

constexpr std::array<Keepalive, 4> keepalives{{{"keepalives_idle", "tcp_keepalives_idle", "30"},
                                               {"keepalives_interval", "tcp_keepalives_interval", "10"},
                                               {"keepalives_count", "tcp_keepalives_count", "3"},
                                               {"tcp_user_timeout", "tcp_user_timeout", "60000"}}};

}  // namespace

void add_keepalives(ConnectionSettings& settings) {
  for (const Keepalive& each : keepalives) settings.parameters.emplace(each.ours, each.value);
}

std::string server_keepalives(ConnectionSettings settings) {
  if (const auto on = settings.parameters.find("keepalives"); on != settings.parameters.end() && on->second == "0") {
    return {};
  }
  add_keepalives(settings);
  std::string sql;
  for (const Keepalive& each : keepalives) {
    const std::string& value = settings.parameters.at(std::string(each.ours));
    if (core::text::is_digits(value)) sql += std::format("SET {} = {};", each.theirs, value);
  }
  return sql;
}

}  // namespace chandler::platform::postgres
