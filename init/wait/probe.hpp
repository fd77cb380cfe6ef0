#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>

#include "core/error.hpp"
#include "init/wait/target.hpp"
#include "platform/net/patience.hpp"
#include "platform/postgres/settings.hpp"
#include "platform/process/environment.hpp"

namespace chandler::wait {

// How long one try may last, at most.
using platform::net::Patience;

// What one try saw. An error instead means that waiting does not mend it.
struct Readiness {
  bool ready = false;
  std::string reason;  // why not yet, for a person: "connection refused by 10.0.0.7:5432"
};

// One try. Returns early when a stop is asked for; what it then says does not count.
using Probe = std::function<core::Expected<Readiness>(const Patience&)>;

// What probes take from their surroundings.
struct Surroundings {
  platform::postgres::ConnectionSettings database;
  platform::Environment environment;
  std::string account_folder = "/var/run/secrets/kubernetes.io/serviceaccount";
};

Probe tcp_probe(const Tcp& target);
Probe http_probe(const Http& target);
Probe database_probe(const platform::postgres::ConnectionSettings& settings);
Probe job_probe(const Job& target, const Surroundings& surroundings);
// By the cluster's DNS, so it needs no right in the API.
Probe service_probe(const Service& target, const Surroundings& surroundings);

Probe probe_for(const Target& target, const Surroundings& surroundings);

}  // namespace chandler::wait
