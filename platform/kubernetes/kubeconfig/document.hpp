#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "platform/kubernetes/impersonation.hpp"

// A kubeconfig as it is written. https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
namespace chandler::platform::kubernetes::kubeconfig {

// KEY-data, or KEY: a file's path, by now an absolute one. The first wins. Holds secrets, as a user does.
struct Material {
  std::string data;  // base64
  std::filesystem::path file;
};

struct ClusterEntry {
  std::string server;
  Material ca;
  std::string tls_server_name;
  bool insecure = false;  // insecure-skip-tls-verify
  std::string proxy_url;
  std::string plugin_config;  // the extension client.authentication.k8s.io/exec, as JSON; or empty
};

// A credential plug-in: client.authentication.k8s.io.
struct ExecEntry {
  enum class Interactive : std::uint8_t { if_available, never, always };
  std::string api_version;
  std::string command;  // a name of PATH, or an absolute path
  std::vector<std::string> args;
  std::vector<std::pair<std::string, std::string>> environment;
  std::string install_hint;
  bool provide_cluster_info = false;
  Interactive interactive = Interactive::if_available;
};

struct UserEntry {
  Material certificate;
  Material key;
  std::string token;
  std::filesystem::path token_file;
  std::string username;
  std::string password;
  std::optional<ExecEntry> exec;
  std::string auth_provider;  // its name: no client has these any more
  Impersonation impersonation;
};

struct ContextEntry {
  std::string cluster;
  std::string user;
  std::string namespace_name;
};

struct Document {
  std::string current_context;
  std::map<std::string, ClusterEntry> clusters;
  std::map<std::string, UserEntry> users;
  std::map<std::string, ContextEntry> contexts;
};

}  // namespace chandler::platform::kubernetes::kubeconfig
