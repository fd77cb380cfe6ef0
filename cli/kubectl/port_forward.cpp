#include "cli/kubectl/port_forward.hpp"

#include <chrono>
#include <format>

#include "core/text/number.hpp"

namespace chandler::cli::kubectl {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds patience{30};

}  // namespace

std::optional<std::uint16_t> read_forwarded_port(std::string_view output) {
  static constexpr std::string_view begin = "Forwarding from 127.0.0.1:";
  const std::size_t at = output.find(begin);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view rest = output.substr(at + begin.size());
  const std::size_t end = rest.find(' ');
  if (end == std::string_view::npos) return std::nullopt;  // more of it comes
  const auto port = core::text::parse_port(rest.substr(0, end));
  return port ? std::optional(*port) : std::nullopt;
}

core::Expected<PortForward> PortForward::start(const std::vector<std::string>& kubectl_flags,
                                               const platform::kubernetes::objects::ObjectKey& service,
                                               std::string_view remote, std::uint16_t local,
                                               const std::stop_token& stop) {
  const auto failed = [](std::string message, std::string hint = {}) {
    return std::unexpected(core::Error{.outcome = core::Outcome::could_not,
                                       .code = "kubectl.port_forward",
                                       .message = std::move(message),
                                       .hint = std::move(hint)});
  };
  platform::ProgramOptions options{.words = {"kubectl"}};
  options.words.insert(options.words.end(), kubectl_flags.begin(), kubectl_flags.end());
  options.words.insert(
      options.words.end(),
      {"port-forward", "--address=127.0.0.1", "--namespace=" + service.namespace_name, "service/" + service.name,
       local == 0 ? std::format(":{}", remote) : std::format("{}:{}", local, remote)});
  auto program = platform::Program::start(options);
  if (!program) return failed(program.error(), "kubectl has to be in PATH: it forwards the port");
  std::string output;
  const auto deadline = Clock::now() + patience;
  while (program->read_some(output, deadline, stop)) {
    if (const auto port = read_forwarded_port(output)) return PortForward(*std::move(program), *port);
  }
  if (stop.stop_requested()) return failed("stopped");
  return failed(Clock::now() < deadline ? "kubectl port-forward ended: it said why"
                                        : "kubectl port-forward forwards nothing in time",
                std::format("is {} the Service, with its port {}? kubectl chandler check", display(service), remote));
}

bool PortForward::wait(const std::stop_token& stop) {
  // Its further lines, one for each connection, are of no use to anybody.
  std::string ignored;
  while (program_.read_some(ignored, Clock::now() + std::chrono::hours(24), stop)) ignored.clear();
  return stop.stop_requested();
}

}  // namespace chandler::cli::kubectl
