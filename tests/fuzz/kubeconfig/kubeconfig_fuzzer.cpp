// Any text as a kubeconfig, and as what a credential plug-in answers: it is read, or refused with a message. What is
// read keeps its promises, and merging it with itself changes nothing. With a seed corpus and dictionary:
//   kubeconfig_fuzzer -dict=tests/fuzz/kubeconfig/kubeconfig.dict CORPUS
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <nlohmann/json.hpp>

#include "platform/kubernetes/kubeconfig/exec_credential.hpp"
#include "platform/kubernetes/kubeconfig/merge.hpp"
#include "platform/kubernetes/kubeconfig/read.hpp"

namespace {

using namespace chandler::platform::kubernetes::kubeconfig;

constexpr const char* folder = "/etc/kube";
constexpr const char* api = "client.authentication.k8s.io/v1";

void require(bool condition) {
  if (!condition) std::abort();
}

void check(const std::filesystem::path& path) {
  require(path.empty() || path.is_absolute());
}

void check(const ClusterEntry& cluster) {
  check(cluster.ca.file);
  require(cluster.plugin_config.empty() || nlohmann::json::accept(cluster.plugin_config));
}

void check(const UserEntry& user) {
  check(user.certificate.file);
  check(user.key.file);
  check(user.token_file);
  if (!user.exec) return;
  require(!user.exec->command.empty());
  require(!user.exec->command.contains('/') || user.exec->command.starts_with('/'));
  for (const auto& [name, value] : user.exec->environment) require(!name.empty() && !name.contains('='));
  require(nlohmann::json::accept(exec_info(*user.exec, false, nullptr, "")));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto credential = read_exec_credential(text, api)) {
    require(!credential->token.empty() || !credential->certificate.empty());
    require(credential->certificate.empty() == credential->key.empty());
  }
  const auto document = read(text, folder);
  if (!document) {
    require(document.error().code == "kubernetes.configuration" && !document.error().message.empty());
    return 0;
  }
  for (const auto& [name, cluster] : document->clusters) check(cluster);
  for (const auto& [name, user] : document->users) check(user);
  Document twice = *document;
  merge(twice, Document(*document));
  require(twice.current_context == document->current_context && twice.users.size() == document->users.size() &&
          twice.clusters.size() == document->clusters.size() && twice.contexts.size() == document->contexts.size());
  return 0;
}
