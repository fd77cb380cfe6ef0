#include "platform/kubernetes/kubeconfig/read.hpp"

#include <format>

#include <nlohmann/json.hpp>
#include <yaml-cpp/yaml.h>

#include "platform/kubernetes/kubeconfig/error.hpp"
#include "platform/yaml/documents.hpp"

namespace chandler::platform::kubernetes::kubeconfig {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

// Within this file a fault is thrown: yaml-cpp throws its own.
struct Fault {
  std::string message;
};

YAML::Node member(const YAML::Node& node, const char* key) {
  return node && node.IsMap() ? node[key] : YAML::Node(YAML::NodeType::Undefined);
}

std::string text_of(const YAML::Node& node, const char* key) {
  const YAML::Node value = member(node, key);
  if (!value || value.IsNull()) return {};
  if (!value.IsScalar()) throw Fault{std::format("'{}' is not a text", key)};
  return value.Scalar();
}

bool flag_of(const YAML::Node& node, const char* key) {
  const std::string text = text_of(node, key);
  if (text.empty() || text == "false") return false;
  if (text == "true") return true;
  throw Fault{std::format("'{}' is '{}': expected true or false", key, text)};
}

std::vector<YAML::Node> items_of(const YAML::Node& node, const char* key) {
  const YAML::Node value = member(node, key);
  std::vector<YAML::Node> items;
  if (!value || value.IsNull()) return items;
  if (!value.IsSequence()) throw Fault{std::format("'{}' is not a list", key)};
  for (const YAML::Node& item : value) items.push_back(item);
  return items;
}

std::vector<std::string> texts_of(const YAML::Node& node, const char* key) {
  std::vector<std::string> texts;
  for (const YAML::Node& item : items_of(node, key)) {
    if (!item.IsScalar()) throw Fault{std::format("'{}' is not a list of texts", key)};
    texts.push_back(item.Scalar());
  }
  return texts;
}

fs::path path_of(const YAML::Node& node, const char* key, const fs::path& folder) {
  const std::string text = text_of(node, key);
  return text.empty() ? fs::path() : folder / text;
}

Material material_of(const YAML::Node& node, const std::string& key, const fs::path& folder) {
  return {.data = text_of(node, (key + "-data").c_str()), .file = path_of(node, key.c_str(), folder)};
}

// A plug-in's own settings, of any shape. An alias of YAML can stand for a thousand others, so nodes are counted.
json to_json(const YAML::Node& node, int depth, std::size_t& nodes) {
  static constexpr std::size_t most_nodes = 10'000;
  static constexpr int deepest = 64;
  if (++nodes > most_nodes || depth > deepest) throw Fault{"an extension is too large"};
  switch (node.Type()) {
    case YAML::NodeType::Sequence: {
      json list = json::array();
      for (const YAML::Node& item : node) list.push_back(to_json(item, depth + 1, nodes));
      return list;
    }
    case YAML::NodeType::Map: {
      json map = json::object();
      for (const auto& entry : node) {
        if (!entry.first.IsScalar()) throw Fault{"an extension has a key that is no text"};
        map[entry.first.Scalar()] = to_json(entry.second, depth + 1, nodes);
      }
      return map;
    }
    case YAML::NodeType::Scalar: {
      const std::string& text = node.Scalar();
      const bool plain = node.Tag() == "?";
      const json value = plain ? json::parse(text, nullptr, false) : json(text);
      return value.is_boolean() || value.is_number() || value.is_null() ? value : json(text);
    }
    default:
      return nullptr;
  }
}

std::string plugin_config_of(const YAML::Node& cluster) {
  for (const YAML::Node& extension : items_of(cluster, "extensions")) {
    if (text_of(extension, "name") != "client.authentication.k8s.io/exec") continue;
    std::size_t nodes = 0;
    return to_json(member(extension, "extension"), 0, nodes).dump(-1, ' ', false, json::error_handler_t::replace);
  }
  return {};
}

ClusterEntry cluster_of(const YAML::Node& node, const fs::path& folder) {
  return {.server = text_of(node, "server"),
          .ca = material_of(node, "certificate-authority", folder),
          .tls_server_name = text_of(node, "tls-server-name"),
          .insecure = flag_of(node, "insecure-skip-tls-verify"),
          .proxy_url = text_of(node, "proxy-url"),
          .plugin_config = plugin_config_of(node)};
}

ExecEntry::Interactive interactive_of(const YAML::Node& node) {
  const std::string mode = text_of(node, "interactiveMode");
  if (mode.empty() || mode == "IfAvailable") return ExecEntry::Interactive::if_available;
  if (mode == "Never") return ExecEntry::Interactive::never;
  if (mode == "Always") return ExecEntry::Interactive::always;
  throw Fault{std::format("'interactiveMode' is '{}': expected Never, IfAvailable or Always", mode)};
}

ExecEntry exec_of(const YAML::Node& node, const fs::path& folder) {
  ExecEntry exec{.api_version = text_of(node, "apiVersion"),
                 .command = text_of(node, "command"),
                 .args = texts_of(node, "args"),
                 .environment = {},
                 .install_hint = text_of(node, "installHint"),
                 .provide_cluster_info = flag_of(node, "provideClusterInfo"),
                 .interactive = interactive_of(node)};
  if (exec.command.empty()) throw Fault{"'exec' names no 'command'"};
  // As client-go: a path is relative to the file, a name is looked for in PATH.
  if (exec.command.contains('/')) exec.command = (folder / exec.command).string();
  for (const YAML::Node& variable : items_of(node, "env")) {
    if (std::string name = text_of(variable, "name"); !name.empty() && !name.contains('=')) {
      exec.environment.emplace_back(std::move(name), text_of(variable, "value"));
    }
  }
  return exec;
}

Impersonation impersonation_of(const YAML::Node& node) {
  Impersonation other{
      .user = text_of(node, "as"), .groups = texts_of(node, "as-groups"), .uid = text_of(node, "as-uid"), .extra = {}};
  const YAML::Node extra = member(node, "as-user-extra");
  if (!extra || !extra.IsMap()) return other;
  for (const auto& entry : extra) {
    if (!entry.first.IsScalar()) continue;
    for (std::string& value : texts_of(extra, entry.first.Scalar().c_str())) {
      other.extra.emplace_back(entry.first.Scalar(), std::move(value));
    }
  }
  return other;
}

UserEntry user_of(const YAML::Node& node, const fs::path& folder) {
  UserEntry user{.certificate = material_of(node, "client-certificate", folder),
                 .key = material_of(node, "client-key", folder),
                 .token = text_of(node, "token"),
                 .token_file = path_of(node, "tokenFile", folder),
                 .username = text_of(node, "username"),
                 .password = text_of(node, "password"),
                 .exec = std::nullopt,
                 .auth_provider = text_of(member(node, "auth-provider"), "name"),
                 .impersonation = impersonation_of(node)};
  if (const YAML::Node exec = member(node, "exec"); exec && exec.IsMap()) user.exec = exec_of(exec, folder);
  return user;
}

ContextEntry context_of(const YAML::Node& node) {
  return {
      .cluster = text_of(node, "cluster"), .user = text_of(node, "user"), .namespace_name = text_of(node, "namespace")};
}

// `list` holds {name: …, KIND: {…}}.
template <typename Entry, typename Read>
std::map<std::string, Entry> entries_of(const YAML::Node& root, const char* list, const char* kind, Read read_entry) {
  std::map<std::string, Entry> entries;
  for (const YAML::Node& item : items_of(root, list)) {
    const std::string name = text_of(item, "name");
    if (entries.contains(name)) continue;
    try {
      entries.emplace(name, read_entry(member(item, kind)));
    } catch (const Fault& fault) {
      throw Fault{std::format("the {} '{}': {}", kind, name, fault.message)};
    }
  }
  return entries;
}

Document document_of(const YAML::Node& root, const fs::path& folder) {
  if (root.IsNull()) return {};
  if (!root.IsMap()) throw Fault{"it is not a YAML mapping"};
  return {.current_context = text_of(root, "current-context"),
          .clusters = entries_of<ClusterEntry>(root, "clusters", "cluster",
                                               [&](const YAML::Node& node) { return cluster_of(node, folder); }),
          .users = entries_of<UserEntry>(root, "users", "user",
                                         [&](const YAML::Node& node) { return user_of(node, folder); }),
          .contexts = entries_of<ContextEntry>(root, "contexts", "context", context_of)};
}

}  // namespace

core::Expected<Document> read(std::string_view text, const fs::path& folder) {
  try {
    if (yaml::count_documents(text, 2) > 1) return unusable("it holds several YAML documents");
    return document_of(YAML::Load(std::string(text)), folder);
  } catch (const Fault& fault) {
    return unusable(fault.message);
  } catch (const YAML::Exception& error) {
    return unusable(std::format("line {}: not valid YAML", error.mark.line + 1));
  }
}

}  // namespace chandler::platform::kubernetes::kubeconfig
