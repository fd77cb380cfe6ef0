#include <algorithm>
#include <format>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "certs/cluster_source.hpp"
#include "certs/file_source.hpp"
#include "cli/command.hpp"
#include "cli/controller_flags.hpp"
#include "cli/failure.hpp"
#include "cli/injection_flags.hpp"
#include "controller/controller.hpp"
#include "core/injection/admit.hpp"
#include "core/text/duration.hpp"
#include "platform/kubernetes/cluster.hpp"
#include "platform/tls/server_context.hpp"
#include "webhook/service.hpp"

namespace chandler::cli {
namespace {

namespace kubernetes = platform::kubernetes;
using core::Error;
using core::Expected;

struct ServeFlags {
  std::string listen = "0.0.0.0:8443";
  std::string health_listen = "0.0.0.0:8000";
  std::string tls_cert;
  std::string tls_key;
  ControllerFlags controller;
  std::string kubeconfig;
  std::string service = "chandler.chandler.svc";
  std::string certs_secret = "chandler/chandler-certs";
  std::vector<std::string> webhook_configs{"chandler"};
  std::size_t io_threads = std::clamp(std::thread::hardware_concurrency(), 1U, 4U);
  std::size_t workers = 0;
  std::string drain = "4s";
  core::injection::Settings settings = default_injection_settings();
};

std::unexpected<Error> wrong(std::string flag, std::string message, std::string hint = {}) {
  return std::unexpected(Error{.outcome = core::Outcome::usage,
                               .code = "usage",
                               .message = std::move(message),
                               .where = std::move(flag),
                               .hint = std::move(hint)});
}

struct ServiceName {
  std::string name;
  std::string namespace_name;
};

// NAME.NAMESPACE.svc, or without ".svc".
Expected<ServiceName> service_name(std::string_view text) {
  std::string_view rest = text;
  if (rest.ends_with(".svc")) rest.remove_suffix(4);
  const std::size_t dot = rest.find('.');
  if (dot == 0 || dot == std::string_view::npos || dot + 1 == rest.size() || rest.substr(dot + 1).contains('.')) {
    return wrong("--service", std::format("'{}' names no Service", text), "give NAME.NAMESPACE.svc");
  }
  return ServiceName{.name = std::string(rest.substr(0, dot)), .namespace_name = std::string(rest.substr(dot + 1))};
}

Expected<std::unique_ptr<certs::Source>> file_source(const ServeFlags& flags) {
  if (flags.tls_cert.empty() || flags.tls_key.empty()) {
    return wrong(flags.tls_cert.empty() ? "--tls-cert" : "--tls-key", "is missing", "give both, or neither");
  }
  auto source = std::make_unique<certs::FileSource>(flags.tls_cert, flags.tls_key);
  // What is wrong with files from the start is said at once.
  const auto bundle = source->load();
  if (!bundle) return std::unexpected(bundle.error());
  if (auto context = platform::tls::ServerContext::make(bundle->chain, bundle->key); !context) {
    context.error().where = flags.tls_cert;
    return std::unexpected(context.error());
  }
  return source;
}

Expected<kubernetes::Cluster> find_cluster(const ServeFlags& flags, const platform::Environment& environment) {
  return flags.kubeconfig.empty() ? kubernetes::in_cluster(environment) : kubernetes::from_kubeconfig(flags.kubeconfig);
}

Expected<std::unique_ptr<certs::Source>> cluster_source(const ServeFlags& flags, const ServiceName& service,
                                                        const platform::Environment& environment) {
  const std::size_t slash = flags.certs_secret.find('/');
  if (slash == 0 || slash == std::string::npos || slash + 1 == flags.certs_secret.size()) {
    return wrong("--certs-secret", std::format("'{}' names no Secret", flags.certs_secret), "give NAMESPACE/NAME");
  }
  certs::ClusterSourceOptions options{
      .issue = {.dns_names = certs::service_dns_names(service.name, service.namespace_name)},
      .secret_namespace = flags.certs_secret.substr(0, slash),
      .secret_name = flags.certs_secret.substr(slash + 1)};
  for (const std::string& text : flags.webhook_configs) {
    auto configuration = certs::WebhookConfiguration::parse(text);
    if (!configuration) return std::unexpected(configuration.error());
    options.configurations.push_back(*std::move(configuration));
  }
  auto cluster = find_cluster(flags, environment);
  if (!cluster) return std::unexpected(cluster.error());
  auto client = kubernetes::Client::make(*std::move(cluster));
  if (!client) return std::unexpected(client.error());
  return std::make_unique<certs::ClusterSource>(*std::move(client), std::move(options));
}

// Null where there is to be none.
Expected<std::unique_ptr<controller::Controller>> start_controller(const ServeFlags& flags, const ServiceName& service,
                                                                   const core::injection::Settings& settings,
                                                                   const platform::Environment& environment,
                                                                   const std::stop_token& stop) {
  if (flags.controller.off) return nullptr;
  auto options = read_controller_flags(flags.controller, service.namespace_name, environment);
  if (!options) return std::unexpected(options.error());
  auto cluster = find_cluster(flags, environment);
  if (!cluster) {
    cluster.error().hint += "; --no-controller needs no cluster where a certificate is given";
    return std::unexpected(cluster.error());
  }
  options->cluster = *std::move(cluster);
  options->settings = settings;
  return controller::Controller::start(*std::move(options), stop);
}

// Asked to stop with the process, and when its owner ends for another reason.
struct LinkedStop {
  explicit LinkedStop(const std::stop_token& process) : link(process, Request{&source}) {}
  ~LinkedStop() { source.request_stop(); }
  LinkedStop(const LinkedStop&) = delete;
  LinkedStop& operator=(const LinkedStop&) = delete;
  LinkedStop(LinkedStop&&) = delete;
  LinkedStop& operator=(LinkedStop&&) = delete;

  struct Request {
    std::stop_source* source;
    void operator()() const noexcept { source->request_stop(); }
  };
  std::stop_source source;
  std::stop_callback<Request> link;
};

Expected<webhook::ServiceOptions> service_options(const ServeFlags& flags) {
  const auto listen = webhook::Endpoint::parse(flags.listen);
  if (!listen) return std::unexpected(listen.error());
  const auto health = webhook::Endpoint::parse(flags.health_listen);
  if (!health) return std::unexpected(health.error());
  const auto drain = core::text::parse_duration(flags.drain);
  if (!drain) return wrong("--drain", std::format("'{}' {}", flags.drain, drain.error().why));
  return webhook::ServiceOptions{
      .listen = *listen, .health = *health, .io_threads = flags.io_threads, .workers = flags.workers, .drain = *drain};
}

Expected<void> serve(const ServeFlags& flags, const Process& process) {
  const auto options = service_options(flags);
  if (!options) return std::unexpected(options.error());
  const auto service = service_name(flags.service);
  if (!service) return std::unexpected(service.error());
  core::injection::Settings settings = flags.settings;
  settings.excluded_namespaces.push_back(service->namespace_name);
  settings.cluster.controller = !flags.controller.off;
  const bool files = !flags.tls_cert.empty() || !flags.tls_key.empty();
  auto source = files ? file_source(flags) : cluster_source(flags, *service, process.environment);
  if (!source) return std::unexpected(source.error());
  std::unique_ptr<controller::Controller> controller;
  const LinkedStop stop(process.stop);  // behind it: the controller ends by it
  auto started = start_controller(flags, *service, settings, process.environment, stop.source.get_token());
  if (!started) return std::unexpected(started.error());
  controller = *std::move(started);
  const auto decide = [settings = std::move(settings)](const core::injection::AdmissionInput& input) {
    return core::injection::admit(input, settings);
  };
  return webhook::serve(*options, decide, *std::move(source), process.stop);
}

int run_serve(const ServeFlags& flags, const Process& process) {
  const auto served = serve(flags, process);
  if (served) return static_cast<int>(core::Outcome::done);
  return report_failure(served.error());
}

void add_network_flags(CLI::App& command, ServeFlags& flags) {
  command.add_option("--listen", flags.listen, "Where to answer admission reviews over TLS, ADDRESS:PORT")
      ->envname("CHANDLER_LISTEN")
      ->capture_default_str();
  command.add_option("--health-listen", flags.health_listen, "Where to answer /livez, /readyz, /health and /metrics")
      ->envname("CHANDLER_HEALTH_LISTEN")
      ->capture_default_str();
  command
      .add_option("--tls-cert", flags.tls_cert,
                  "PEM certificate chain to serve; read again when it changes. Then no cluster is needed")
      ->envname("CHANDLER_TLS_CERT");
  command.add_option("--tls-key", flags.tls_key, "Its PEM key")->envname("CHANDLER_TLS_KEY");
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
      .add_option("--certs-secret", flags.certs_secret,
                  "The Secret that replicas share their certificate through, NAMESPACE/NAME")
      ->envname("CHANDLER_CERTS_SECRET")
      ->capture_default_str();
  command
      .add_option("--webhook-config", flags.webhook_configs,
                  "Webhook configuration that is to trust the certificate: NAME, or validating/NAME; repeat it or "
                  "separate by commas")
      ->envname("CHANDLER_WEBHOOK_CONFIG")
      ->delimiter(',')
      ->capture_default_str();
}

}  // namespace

void add_serve(CLI::App& app, Body& chosen) {
  auto flags = std::make_shared<ServeFlags>();
  CLI::App* command = app.add_subcommand("serve", "Answer the API server's admission reviews");
  add_network_flags(*command, *flags);
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
