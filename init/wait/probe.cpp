#include "init/wait/probe.hpp"

namespace chandler::wait {
namespace {

template <typename... F>
struct Overloaded : F... {
  using F::operator()...;
};

}  // namespace

Probe probe_for(const Target& target, const Surroundings& surroundings) {
  return std::visit(
      Overloaded{[&](const Job& job) { return job_probe(job, surroundings); },
                 [&](const Service& service) { return service_probe(service, surroundings); },
                 [&](const Tcp& tcp) { return tcp_probe(tcp); }, [&](const Http& http) { return http_probe(http); },
                 [&](const Database&) { return database_probe(surroundings.database); }},
      target);
}

}  // namespace chandler::wait
