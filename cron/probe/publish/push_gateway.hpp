#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/text/url.hpp"
#include "cron/probe/run/report.hpp"
#include "platform/process/environment.hpp"

namespace chandler::probe {

// Prometheus' Pushgateway. Its URL may hold a password: show url.shown() alone.
struct PushGateway {
  core::text::Url url;                                      // with the path in front of /metrics, if there is one
  std::vector<std::pair<std::string, std::string>> labels;  // of the group, beside job and database
};

// Of "http://user:password@gateway:9091/prefix" and "NAME=VALUE" each. Errors (usage): cli.bad_flag.
core::Expected<PushGateway> parse_push_gateway(const std::string& address, std::span<const std::string> labels);

// "/prefix/metrics/job/chandler_probe/database@base64/…": a group for each database, so that runs for other databases
// do not take its metrics away, and whatever it is called.
std::string group_path(const PushGateway& gateway, const std::string& database);

// Puts each database's metrics in the place of those that its last run left. Blocks, a few seconds for each at most;
// goes by HTTPS_PROXY for https. What was put before an error stays. Error: probe.not_pushed; no password is in it.
core::Expected<void> push(const RunReport& report, const PushGateway& gateway,
                          const platform::Environment& environment);

}  // namespace chandler::probe
