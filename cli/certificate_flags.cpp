#include "cli/certificate_flags.hpp"

#include <format>
#include <utility>

#include <CLI/CLI.hpp>

#include "certs/cluster_source.hpp"
#include "certs/file_source.hpp"
#include "cli/duration_flag.hpp"
#include "cli/flag_error.hpp"
#include "cli/object_key_flag.hpp"
#include "platform/kubernetes/client.hpp"
#include "platform/tls/server_context.hpp"

namespace chandler::cli {
namespace {

using core::Expected;

Expected<std::unique_ptr<certs::Source>> file_source(const CertificateFlags& flags) {
  if (flags.tls_cert.empty() || flags.tls_key.empty()) {
    return wrong_flag(flags.tls_cert.empty() ? "--tls-cert" : "--tls-key", "is missing", "give both, or neither");
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

Expected<std::unique_ptr<certs::Source>> cluster_source(const CertificateFlags& flags,
                                                        const platform::kubernetes::objects::ObjectKey& service,
                                                        const Expected<platform::kubernetes::Cluster>& cluster) {
  const auto secret = read_object_key("--certs-secret", flags.secret, "Secret");
  if (!secret) return std::unexpected(secret.error());
  certs::ClusterSourceOptions options{
      .issue = {.dns_names = certs::service_dns_names(service.name, service.namespace_name)},
      .secret_namespace = secret->namespace_name,
      .secret_name = secret->name};
  for (const std::string& text : flags.webhook_configs) {
    auto configuration = certs::WebhookConfiguration::parse(text);
    if (!configuration) return std::unexpected(configuration.error());
    options.configurations.push_back(*std::move(configuration));
  }
  if (!cluster) return std::unexpected(cluster.error());
  auto client = platform::kubernetes::Client::make(*cluster);
  if (!client) return std::unexpected(client.error());
  return std::make_unique<certs::ClusterSource>(*std::move(client), std::move(options));
}

}  // namespace

void add_certificate_flags(CLI::App& command, CertificateFlags& flags) {
  command
      .add_option("--tls-cert", flags.tls_cert,
                  "PEM certificate chain to serve; read again when it changes. Then no cluster is needed")
      ->envname("CHANDLER_TLS_CERT");
  command.add_option("--tls-key", flags.tls_key, "Its PEM key")->envname("CHANDLER_TLS_KEY");
  command
      .add_option("--certs-secret", flags.secret,
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
  command.add_option("--certs-interval", flags.interval, "How often the certificate is looked for anew")
      ->envname("CHANDLER_CERTS_INTERVAL")
      ->capture_default_str();
  command
      .add_option("--certs-settle", flags.settle,
                  "A new certificate is trusted for so long before it is served: every API server has to hear of it")
      ->envname("CHANDLER_CERTS_SETTLE")
      ->capture_default_str();
}

Expected<certs::KeeperOptions> keeper_options(const CertificateFlags& flags) {
  const auto interval = read_duration("--certs-interval", flags.interval);
  if (!interval) return std::unexpected(interval.error());
  if (*interval <= std::chrono::milliseconds::zero()) {
    return wrong_flag("--certs-interval", std::format("'{}' is no time at all", flags.interval), "give 1s or more");
  }
  const auto settle = read_duration("--certs-settle", flags.settle);
  if (!settle) return std::unexpected(settle.error());
  return certs::KeeperOptions{.interval = *interval, .settle = *settle};
}

Expected<std::unique_ptr<certs::Source>> certificate_source(const CertificateFlags& flags,
                                                            const platform::kubernetes::objects::ObjectKey& service,
                                                            const Expected<platform::kubernetes::Cluster>& cluster) {
  return flags.in_files() ? file_source(flags) : cluster_source(flags, service, cluster);
}

}  // namespace chandler::cli
