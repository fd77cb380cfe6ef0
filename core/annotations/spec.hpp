#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/annotations/executor.hpp"
#include "core/annotations/order.hpp"
#include "core/annotations/probe.hpp"
#include "core/annotations/source.hpp"
#include "core/annotations/wait_for.hpp"
#include "core/text/number.hpp"
#include "core/text/quantity.hpp"

namespace chandler::core::annotations {

// What the annotations of one pod ask for. Empty: not annotated, or out of grammar, and the default
// that the registry declares holds. A string_view is one of a closed list and lives for ever.
struct ProvisionSpec {
  struct Database {
    std::optional<std::string> secret;
    std::optional<std::string> host;
    std::optional<std::uint16_t> port;
    std::optional<std::string> name;
    std::optional<std::string> user;
    std::optional<std::string_view> sslmode;
  };
  struct Migrate {
    std::optional<Source> source;
    std::optional<std::string_view> layout;
    std::optional<std::string> target;
    std::optional<std::chrono::milliseconds> lock_timeout;
    std::optional<std::chrono::milliseconds> statement_timeout;
    std::optional<std::string_view> on_ahead;
    std::optional<std::string_view> lint;
  };
  struct Executor {
    std::optional<Handler> handler;
    std::optional<std::vector<std::string>> queues;
    std::optional<std::string> table;
    std::optional<std::int64_t> concurrency;
    std::optional<std::chrono::milliseconds> poll_interval;
    std::optional<std::chrono::milliseconds> lease;
    std::optional<std::int64_t> max_attempts;
    std::optional<std::chrono::milliseconds> timeout;
    std::optional<std::uint16_t> port;
    std::optional<std::string_view> native_sidecar;
  };
  // When the CronJob of such work runs, and what becomes of a pod of it that failed.
  struct Periodic {
    std::optional<std::string> schedule;
    std::optional<std::string> time_zone;
    std::optional<std::string_view> restart_policy;
  };
  struct Refresh : Periodic {
    std::optional<std::vector<Source>> sources;
    std::optional<std::string_view> mode;
    std::optional<text::Percentage> max_delete;
  };
  struct Probe : Periodic {
    std::optional<std::vector<ProbeCheck>> checks;
    std::optional<std::chrono::milliseconds> time_budget;
    std::optional<std::string_view> fail_on;
    std::optional<std::string_view> keep;
    std::optional<std::int64_t> jobs;
  };
  struct Containers {
    std::optional<Order> order;
    std::optional<std::string> container;
    std::optional<std::string_view> image_pull_policy;
    std::optional<text::Quantity> cpu_request;
    std::optional<text::Quantity> cpu_limit;
    std::optional<text::Quantity> memory_request;
    std::optional<text::Quantity> memory_limit;
    std::optional<std::string_view> log_level;
  };

  Database database;
  Migrate migrate;
  std::optional<std::vector<Source>> load;
  std::optional<std::string> source_secret;
  std::optional<std::vector<WaitFor>> wait_for;
  Executor executor;
  Refresh refresh;
  Probe probe;
  std::optional<std::string_view> heal;
  Containers containers;
};

}  // namespace chandler::core::annotations
