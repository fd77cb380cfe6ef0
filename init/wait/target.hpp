#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "core/error.hpp"

namespace chandler::wait {

// A Job of the pod's own namespace, to be complete.
struct Job {
  std::string name;
};

// A TCP port of a Service of the pod's own namespace, to accept a connection.
struct Service {
  std::string name;
  std::uint16_t port = 0;
};

struct Tcp {
  std::string host;  // a name or an address, without brackets
  std::uint16_t port = 0;
};

// To answer GET with a status from 200 to 399.
struct Http {
  bool tls = false;
  std::string host;  // a name or an address, without brackets
  std::uint16_t port = 80;
  std::string path;  // with the query: "/readyz?full=1"
};

// The database of --database, to let us in.
struct Database {};

using Target = std::variant<Job, Service, Tcp, Http, Database>;

// The grammar is that of chandler.dev/wait-for. Errors: wait.bad_target (usage).
core::Expected<Target> parse_target(std::string_view text);

}  // namespace chandler::wait
