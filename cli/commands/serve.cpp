#include <algorithm>
#include <format>
#include <memory>
#include <string>
#include <thread>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/certificate_flags.hpp"
#include "cli/command.hpp"
#include "cli/controller_flags.hpp"
#include "cli/failure.hpp"
#include "cli/flag_error.hpp"
#include "cli/injection_flags.hpp"
#include "core/injection/admit.hpp"
#include "core/text/duration.hpp"
#include "serve/service.hpp"

namespace chandler::cli {
namespace {

namespace kubernetes = platform::kubernetes;
using core::Expected;
using kubernetes::objects::ObjectKey;

struct ServeFlags {
  std::string listen = "0.0.0.0:8443";
  std::string health_listen = "0.0.0.0:8000";
  std::string api_listen = "0.0.0.0:8444";
  CertificateFlags certificate;
  ControllerFlags controller;
  std::string kubeconfig;
  std::string service = "chandler.chandler.svc";
  std::string account;
  std::size_t io_threads = std::clamp(std::thread::hardware_concurrency(), 1U, 4U);
  std::size_t workers = 0;
  std::string drain = "4s";
  core::injection::Settings settings = default_injection_settings();
};

// NAME.NAMESPACE.svc, or without ".svc".
Expected<ObjectKey> service_of(std::string_view text) {
  std::string_view rest = text;
  if (rest.ends_with(".svc")) rest.remove_suffix(4);
  const std::size_t dot = rest.find('.');
  if (dot == 0 || dot == std::string_view::npos || dot + 1 == rest.size() || rest.substr(dot + 1).contains('.')) {
    return wrong_flag("--service", std::format("'{}' names no Service", text), "give NAME.NAMESPACE.svc");
  }
  return ObjectKey{.namespace_name = std::string(rest.substr(dot + 1)), .name = std::string(rest.substr(0, dot))};
}

Expected<serve::ServiceOptions> service_options(const ServeFlags& flags) {
  const auto listen = serve::Endpoint::parse(flags.listen);
  if (!listen) return std::unexpected(listen.error());
  const auto health = serve::Endpoint::parse(flags.health_listen);
  if (!health) return std::unexpected(health.error());
  const auto drain = core::text::parse_duration(flags.drain);
  if (!drain) return wrong_flag("--drain", std::format("'{}' {}", flags.drain, drain.error().why));
  const auto certificate = keeper_options(flags.certificate);
  if (!certificate) return std::unexpected(certificate.error());
  return serve::ServiceOptions{.listen = *listen,
                               .health = *health,
                               .io_threads = flags.io_threads,
                               .workers = flags.workers,
                               .certificate = *certificate,
                               .drain = *drain};
}

Expected<serve::Parts> parts_of(const ServeFlags& flags, const ObjectKey& service,
                                const platform::Environment& environment) {
  core::injection::Settings settings = flags.settings;
  settings.excluded_namespaces.push_back(service.namespace_name);
  settings.cluster.controller = !flags.controller.off;
  auto cluster = flags.kubeconfig.empty() ? kubernetes::in_cluster(environment)
                                          : kubernetes::from_kubeconfig(flags.kubeconfig, environment);
  auto source = certificate_source(flags.certificate, service, cluster);
  if (!source) return std::unexpected(source.error());
  serve::Parts parts{
      .decide =
          [settings](const core::injection::AdmissionInput& input) { return core::injection::admit(input, settings); },
      .account = flags.account,
      .source = *std::move(source)};
  if (flags.controller.off) return parts;
  if (!cluster) {
    cluster.error().hint += "; --no-controller needs no cluster where a certificate is given";
    return std::unexpected(cluster.error());
  }
  auto options = read_controller_flags(flags.controller, service.namespace_name, environment);
  if (!options) return std::unexpected(options.error());
  if (!flags.api_listen.empty()) {
    auto endpoint = serve::Endpoint::parse(flags.api_listen);
    if (!endpoint) return std::unexpected(endpoint.error());
    parts.api = controller::api::ServerOptions{
        .address = std::move(endpoint->address), .port = endpoint->port, .cluster = *cluster};
  }
  options->cluster = *std::move(cluster);
  options->settings = std::move(settings);
  parts.controller = *std::move(options);
  return parts;
}

int run_serve(const ServeFlags& flags, const Process& process) {
  const auto run = [&]() -> Expected<void> {
    const auto options = service_options(flags);
    if (!options) return std::unexpected(options.error());
    const auto service = service_of(flags.service);
    if (!service) return std::unexpected(service.error());
    auto parts = parts_of(flags, *service, process.environment);
    if (!parts) return std::unexpected(parts.error());
    return serve::serve(*options, *std::move(parts), process.stop);
  };
  const auto served = run();
  return served ? static_cast<int>(core::Outcome::done) : report_failure(served.error());
}

void add_network_flags(CLI::App& command, ServeFlags& flags) {
  command.add_option("--listen", flags.listen, "Where to answer admission reviews over TLS, ADDRESS:PORT")
      ->envname("CHANDLER_LISTEN")
      ->capture_default_str();
  command.add_option("--health-listen", flags.health_listen, "Where to answer /livez, /readyz, /health and /metrics")
      ->envname("CHANDLER_HEALTH_LISTEN")
      ->capture_default_str();
  command
      .add_option("--api-listen", flags.api_listen,
                  "Where to serve the REST API and the web page over TLS; empty: nowhere. Needs the controller")
      ->envname("CHANDLER_API_LISTEN")
      ->capture_default_str();
  command.add_option("--io-threads", flags.io_threads, "Threads that read and write; default: one a core, at most 4")
      ->envname("CHANDLER_IO_THREADS")
      ->check(CLI::Range(1, 64));
  command
      .add_option("--workers", flags.workers,
                  "Threads that decide, apart from those that read and write; 0: these decide, too")
      ->envname("CHANDLER_WORKERS")
      ->check(CLI::Range(0, 64))
      ->capture_default_str();
  command.add_option("--drain", flags.drain, "After SIGTERM, serve on this long while saying not ready")
      ->envname("CHANDLER_DRAIN")
      ->capture_default_str();
}

void add_cluster_flags(CLI::App& command, ServeFlags& flags) {
  command.add_option("--kubeconfig", flags.kubeconfig, "How to reach the cluster; default: the pod's service account")
      ->envname("CHANDLER_KUBECONFIG");
  command
      .add_option("--service", flags.service,
                  "The Service that the API server calls, NAME.NAMESPACE.svc; its namespace is never touched")
      ->envname("CHANDLER_SERVICE")
      ->capture_default_str();
  command
      .add_option(
          "--account", flags.account,
          "Chandler's own user name, system:serviceaccount:NAMESPACE:NAME; whom it names as having asked for an "
          "operation is believed, of all others the request's user is")
      ->envname("CHANDLER_ACCOUNT");
}

}  // namespace

void add_serve(CLI::App& app, Body& chosen) {
  auto flags = std::make_shared<ServeFlags>();
  CLI::App* command = app.add_subcommand("serve", "Answer the API server's admission reviews, and keep the cluster");
  add_network_flags(*command, *flags);
  add_certificate_flags(*command, flags->certificate);
  add_cluster_flags(*command, *flags);
  add_controller_flags(*command, flags->controller);
  add_injection_flags(*command, flags->settings);
  command->footer(
      "Examples:\n"
      "  chandler serve --service chandler.ops.svc --certs-secret ops/chandler-certs --webhook-config chandler\n"
      "  chandler serve --kubeconfig ~/.kube/config --service chandler.ops.svc --certs-secret ops/chandler-certs\n"
      "  chandler serve --listen 127.0.0.1:8443 --tls-cert tls.crt --tls-key tls.key --no-controller");
  command->callback(
      [flags, &chosen] { chosen = [flags](const Process& process) { return run_serve(*flags, process); }; });
}

}  // namespace chandler::cli
