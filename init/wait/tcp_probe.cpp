#include "init/wait/namespace.hpp"
#include "init/wait/probe.hpp"
#include "platform/net/dial.hpp"

namespace chandler::wait {

Probe tcp_probe(const Tcp& target) {
  return [target](const Patience& patience) -> core::Expected<Readiness> {
    const auto dialled = platform::net::dial(target.host, target.port, patience);
    if (!dialled) return Readiness{.reason = dialled.error()};
    return Readiness{.ready = true};
  };
}

Probe service_probe(const Service& target, const Surroundings& surroundings) {
  // Outside a pod nothing tells the namespace; the bare name then goes through the resolver's search list.
  const std::string space = own_namespace(surroundings);
  return tcp_probe({.host = space.empty() ? target.name : target.name + "." + space + ".svc", .port = target.port});
}

}  // namespace chandler::wait
