#pragma once

#include <memory>
#include <string>
#include <vector>

#include "certs/keeper.hpp"
#include "certs/source.hpp"
#include "core/error.hpp"
#include "platform/kubernetes/cluster.hpp"
#include "platform/kubernetes/objects/metadata.hpp"
#include "platform/process/environment.hpp"

namespace CLI {
class App;
}

namespace chandler::cli {

// Where `serve` gets its certificate, as it was written: out of files, or out of the cluster.
struct CertificateFlags {
  std::string tls_cert;
  std::string tls_key;
  std::string secret = "chandler/chandler-certs";
  std::vector<std::string> webhook_configs{"chandler"};
  std::string interval = "30s";
  std::string settle = "5s";

  bool in_files() const { return !tls_cert.empty() || !tls_key.empty(); }
};

void add_certificate_flags(CLI::App& command, CertificateFlags& flags);

core::Expected<certs::KeeperOptions> keeper_options(const CertificateFlags& flags);

// `service`: the one that the API server calls. The cluster is asked for where there are no files.
core::Expected<std::unique_ptr<certs::Source>> certificate_source(
    const CertificateFlags& flags, const platform::kubernetes::objects::ObjectKey& service,
    const core::Expected<platform::kubernetes::Cluster>& cluster);

}  // namespace chandler::cli
