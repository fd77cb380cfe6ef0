#include "cli/kubectl/check/installation.hpp"

#include <algorithm>

#include "core/text/list.hpp"
#include "platform/kubernetes/base64.hpp"
#include "platform/kubernetes/objects/field.hpp"

namespace chandler::cli::kubectl::check {
namespace {

using nlohmann::json;
namespace objects = platform::kubernetes::objects;

// What stands behind "--name=" among the arguments, or `otherwise`.
std::string argument(const std::vector<std::string>& arguments, std::string_view name, std::string otherwise) {
  const std::string prefix = std::string(name) + "=";
  for (const std::string& argument : arguments) {
    if (argument.starts_with(prefix)) return argument.substr(prefix.size());
  }
  return otherwise;
}

ObjectKey key_of(const std::string& text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) return {.namespace_name = {}, .name = text};
  return {.namespace_name = text.substr(0, slash), .name = text.substr(slash + 1)};
}

std::vector<std::string> words_of(const json& container) {
  std::vector<std::string> words;
  for (const char* part : {"command", "args"}) {
    for (const json& word : objects::list(container, {part})) {
      if (word.is_string()) words.push_back(word.get<std::string>());
    }
  }
  return words;
}

// The Secret that is mounted where --tls-cert is, as cert-manager's is. Empty: there is none.
std::string mounted_secret(const json& pod_spec, const json& container, const std::string& certificate) {
  const std::string folder = certificate.substr(0, certificate.find_last_of('/'));
  for (const json& mount : objects::list(container, {"volumeMounts"})) {
    if (folder.empty() || objects::text(mount, {"mountPath"}) != folder) continue;
    for (const json& volume : objects::list(pod_spec, {"volumes"})) {
      if (objects::text(volume, {"name"}) == objects::text(mount, {"name"}))
        return objects::text(volume, {"secret", "secretName"});
    }
  }
  return {};
}

}  // namespace

std::optional<Installation> read_installation(const json& configuration) {
  Installation installation;
  installation.configuration = objects::text(configuration, {"metadata", "name"});
  bool ours = false;
  for (const json& webhook : objects::list(configuration, {"webhooks"})) {
    const std::string name = objects::text(webhook, {"name"});
    if (!name.ends_with(".chandler.dev")) continue;
    ours = true;
    installation.service = {.namespace_name = objects::text(webhook, {"clientConfig", "service", "namespace"}),
                            .name = objects::text(webhook, {"clientConfig", "service", "name"})};
    const std::string ca = objects::text(webhook, {"clientConfig", "caBundle"});
    if (ca.empty()) {
      installation.untrusted.push_back(name);
    } else if (installation.ca.empty()) {
      installation.ca = platform::kubernetes::from_base64(ca).value_or(std::string());
    }
  }
  return ours ? std::optional(std::move(installation)) : std::nullopt;
}

std::optional<Serving> read_serving(const json& deployment) {
  const std::string space = objects::text(deployment, {"metadata", "namespace"});
  for (const json& container : objects::list(deployment, {"spec", "template", "spec", "containers"})) {
    const std::vector<std::string> words = words_of(container);
    if (!std::ranges::contains(words, "serve")) continue;
    Serving serving{.image = objects::text(container, {"image"}),
                    .service_account = objects::text(deployment, {"spec", "template", "spec", "serviceAccountName"}),
                    .certs_secret = key_of(argument(words, "--certs-secret", space + "/chandler-certs")),
                    .lease = key_of(argument(words, "--lease", space + "/chandler")),
                    .controller = !std::ranges::contains(words, "--no-controller"),
                    .namespaces = {}};
    const std::string mounted = mounted_secret(*objects::find(deployment, {"spec", "template", "spec"}), container,
                                               argument(words, "--tls-cert", ""));
    if (!mounted.empty()) serving.certs_secret = {.namespace_name = space, .name = mounted};
    if (serving.service_account.empty()) serving.service_account = "default";
    if (const std::string listed = argument(words, "--namespaces", ""); !listed.empty()) {
      for (const std::string_view one : core::text::split(listed, ',')) serving.namespaces.emplace_back(one);
    }
    return serving;
  }
  return std::nullopt;
}

std::string tag_of(std::string_view image) {
  image = image.substr(0, image.find('@'));
  const std::size_t colon = image.rfind(':');
  // The colon of "registry:5000/chandler" is a port's.
  if (colon == std::string_view::npos || image.substr(colon).contains('/')) return {};
  return std::string(image.substr(colon + 1));
}

}  // namespace chandler::cli::kubectl::check
