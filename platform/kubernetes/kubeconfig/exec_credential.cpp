#include "platform/kubernetes/kubeconfig/exec_credential.hpp"

#include <format>
#include <locale>
#include <sstream>

#include <nlohmann/json.hpp>

#include "platform/kubernetes/kubeconfig/error.hpp"
#include "platform/kubernetes/objects/field.hpp"
#include "platform/kubernetes/objects/time.hpp"

namespace chandler::platform::kubernetes::kubeconfig {
namespace {

using nlohmann::json;

constexpr std::string_view group = "client.authentication.k8s.io/";
constexpr const char* kind = "ExecCredential";

// RFC 3339 with any offset: plug-ins write what their own clock says.
std::optional<std::chrono::system_clock::time_point> expiry_of(const std::string& text) {
  std::istringstream in(text);
  in.imbue(std::locale::classic());
  objects::Microtime time;
  if (text.ends_with('Z')) {
    in >> std::chrono::parse("%FT%TZ", time);
  } else {
    in >> std::chrono::parse("%FT%T%Ez", time);
  }
  if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
  return std::chrono::time_point_cast<std::chrono::system_clock::duration>(time);
}

}  // namespace

bool is_known_api(std::string_view api_version) {
  if (!api_version.starts_with(group)) return false;
  const std::string_view version = api_version.substr(group.size());
  return version == "v1" || version == "v1beta1";
}

std::string exec_info(const ExecEntry& exec, bool interactive, const ClusterEntry* cluster, const std::string& ca) {
  json info{{"apiVersion", exec.api_version}, {"kind", kind}, {"spec", {{"interactive", interactive}}}};
  if (cluster != nullptr) {
    json about{{"server", cluster->server}};
    if (!cluster->tls_server_name.empty()) about["tls-server-name"] = cluster->tls_server_name;
    if (cluster->insecure) about["insecure-skip-tls-verify"] = true;
    if (!ca.empty()) about["certificate-authority-data"] = ca;
    if (!cluster->proxy_url.empty()) about["proxy-url"] = cluster->proxy_url;
    if (!cluster->plugin_config.empty()) about["config"] = json::parse(cluster->plugin_config, nullptr, false);
    info["spec"]["cluster"] = std::move(about);
  }
  return info.dump(-1, ' ', false, json::error_handler_t::replace);
}

core::Expected<ExecCredential> read_exec_credential(std::string_view answer, std::string_view api_version) {
  const json object = json::parse(answer, nullptr, false);
  if (!object.is_object() || objects::text(object, {"kind"}) != kind) {
    return unusable(std::format("it answered with something that is no {}", kind));
  }
  if (const std::string version = objects::text(object, {"apiVersion"}); version != api_version) {
    return unusable(std::format("it answered in version '{}', and was asked in '{}'", version, api_version),
                    "write the version that the plug-in speaks into the user's exec.apiVersion");
  }
  ExecCredential credential{.token = objects::text(object, {"status", "token"}),
                            .certificate = objects::text(object, {"status", "clientCertificateData"}),
                            .key = objects::text(object, {"status", "clientKeyData"}),
                            .expires = std::nullopt};
  if (credential.certificate.empty() != credential.key.empty()) {
    return unusable("it answered with a client certificate or a key, without the other");
  }
  if (credential.token.empty() && credential.certificate.empty()) {
    return unusable("it answered with neither a token nor a client certificate");
  }
  if (credential.token.find_first_of("\r\n") != std::string::npos) return unusable("its token has several lines");
  if (const std::string expiry = objects::text(object, {"status", "expirationTimestamp"}); !expiry.empty()) {
    credential.expires = expiry_of(expiry);
    if (!credential.expires) {
      return unusable(std::format("its expirationTimestamp '{}' is no time of RFC 3339", expiry));
    }
  }
  return credential;
}

}  // namespace chandler::platform::kubernetes::kubeconfig
