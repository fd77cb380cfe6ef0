#include <charconv>
#include <filesystem>
#include <format>
#include <fstream>
#include <sstream>

#include <yaml-cpp/yaml.h>

#include "platform/kubernetes/base64.hpp"
#include "platform/kubernetes/cluster.hpp"

// Format: https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
namespace chandler::platform::kubernetes {
namespace {

struct Unreadable {
  std::string message;
};

std::string text_of(const YAML::Node& node, const char* key) {
  return node.IsMap() && node[key] && node[key].IsScalar() ? node[key].Scalar() : std::string{};
}

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) throw Unreadable{std::format("cannot read {}", path.string())};
  return std::move(text).str();
}

// `list` holds {name: …, KIND: {…}}.
YAML::Node named(const YAML::Node& root, const char* list, const char* kind, const std::string& name) {
  if (root[list] && root[list].IsSequence()) {
    for (const YAML::Node& entry : root[list]) {
      if (text_of(entry, "name") == name && entry[kind]) return entry[kind];
    }
  }
  throw Unreadable{std::format("{} has no entry named '{}'", list, name)};
}

// The value of KEY-data, or the contents of the file that KEY names.
std::string data_or_file(const YAML::Node& node, const std::string& key, const std::filesystem::path& folder) {
  if (const std::string data = text_of(node, (key + "-data").c_str()); !data.empty()) {
    auto decoded = from_base64(data);
    if (!decoded) throw Unreadable{std::format("{}-data is not base64", key)};
    return *std::move(decoded);
  }
  const std::string file = text_of(node, key.c_str());
  return file.empty() ? std::string{} : contents(folder / file);
}

void set_server(Cluster& cluster, const std::string& server) {
  std::string_view rest = server;
  cluster.tls = rest.starts_with("https://");
  if (!cluster.tls && !rest.starts_with("http://")) throw Unreadable{std::format("server '{}' is no URL", server)};
  rest.remove_prefix(rest.find("//") + 2);
  cluster.port = cluster.tls ? 443 : 80;
  if (const std::size_t slash = rest.find('/'); slash != std::string_view::npos) {
    if (slash + 1 != rest.size())
      throw Unreadable{std::format("server '{}' has a path, which is not supported", server)};
    rest = rest.substr(0, slash);
  }
  const std::size_t bracket = rest.find(']');
  const std::size_t colon = rest.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon != std::string_view::npos) {
    const std::string_view port = rest.substr(colon + 1);
    const auto parsed = std::from_chars(port.data(), port.data() + port.size(), cluster.port);
    if (parsed.ec != std::errc{} || parsed.ptr != port.data() + port.size()) {
      throw Unreadable{std::format("server '{}' has no valid port", server)};
    }
    rest = rest.substr(0, colon);
  }
  if (rest.starts_with('[') && rest.ends_with(']')) rest = rest.substr(1, rest.size() - 2);
  if (rest.empty()) throw Unreadable{std::format("server '{}' names no host", server)};
  cluster.host = rest;
}

void set_user(Cluster& cluster, const YAML::Node& user, const std::filesystem::path& folder) {
  for (const char* plugin : {"exec", "auth-provider", "username"}) {
    if (user[plugin]) throw Unreadable{std::format("the user's '{}' is not supported", plugin)};
  }
  cluster.client_certificate = data_or_file(user, "client-certificate", folder);
  cluster.client_key = data_or_file(user, "client-key", folder);
  cluster.token = text_of(user, "token");
  if (const std::string file = text_of(user, "tokenFile"); !file.empty()) cluster.token_file = folder / file;
}

Cluster parse(const std::string& file) {
  const std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
  const YAML::Node root = YAML::Load(contents(file));
  if (!root.IsMap()) throw Unreadable{"it is not a YAML mapping"};
  const YAML::Node context = named(root, "contexts", "context", text_of(root, "current-context"));
  const YAML::Node server = named(root, "clusters", "cluster", text_of(context, "cluster"));
  for (const char* unsupported : {"insecure-skip-tls-verify", "proxy-url", "tls-server-name"}) {
    const std::string value = text_of(server, unsupported);
    if (!value.empty() && value != "false")
      throw Unreadable{std::format("the cluster's '{}' is not supported", unsupported)};
  }
  Cluster cluster;
  set_server(cluster, text_of(server, "server"));
  cluster.ca = data_or_file(server, "certificate-authority", folder);
  set_user(cluster, named(root, "users", "user", text_of(context, "user")), folder);
  return cluster;
}

}  // namespace

core::Expected<Cluster> from_kubeconfig(const std::string& file) {
  const auto refused = [&](std::string message) {
    return std::unexpected(core::Error{
        .code = "kubernetes.configuration",
        .message = std::move(message),
        .where = file,
        .hint = "give a kubeconfig whose current context has a server, a CA, and a client certificate or a token"});
  };
  try {
    return parse(file);
  } catch (const Unreadable& error) {
    return refused(error.message);
  } catch (const YAML::Exception& error) {
    return refused(std::format("line {}: not valid YAML", error.mark.line + 1));
  }
}

}  // namespace chandler::platform::kubernetes
