#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "platform/kubernetes/objects/metadata.hpp"
#include "platform/process/program.hpp"

namespace chandler::cli::kubectl {

// The local port in "Forwarding from 127.0.0.1:40123 -> 8444". Pure.
std::optional<std::uint16_t> read_forwarded_port(std::string_view output);

// A port of a ready pod behind a Service, on 127.0.0.1, by `kubectl port-forward`: where a plugin of kubectl's runs, it
// is in PATH. Ended with the object.
class PortForward {
 public:
  // `kubectl_flags`: --context and the like. `local`: 0 for any that is free. Blocks until it is ready.
  static core::Expected<PortForward> start(const std::vector<std::string>& kubectl_flags,
                                           const platform::kubernetes::objects::ObjectKey& service,
                                           std::string_view remote, std::uint16_t local, const std::stop_token& stop);

  std::uint16_t port() const { return port_; }

  // Blocks until there is a stop. False: it ended before.
  bool wait(const std::stop_token& stop);

 private:
  PortForward(platform::Program program, std::uint16_t port) : program_(std::move(program)), port_(port) {}

  platform::Program program_;
  std::uint16_t port_ = 0;
};

}  // namespace chandler::cli::kubectl
