#include "cli/kubectl/connection.hpp"

#include <format>

#include <CLI/CLI.hpp>

#include "cli/flag_error.hpp"
#include "platform/kubernetes/kubeconfig/load.hpp"
#include "platform/kubernetes/status.hpp"

namespace chandler::cli::kubectl {
namespace {

namespace kubernetes = platform::kubernetes;

constexpr int unauthorized = 401;

}  // namespace

void add_connection_flags(CLI::App& command, ConnectionFlags& flags) {
  constexpr const char* group = "Cluster";
  command.add_option("-n,--namespace", flags.namespace_name, "Default: that of the context")->group(group);
  command.add_option("--context", flags.context, "Of the kubeconfig; default: the current one")->group(group);
  command.add_option("--kubeconfig", flags.kubeconfig, "Default: the files of KUBECONFIG, else ~/.kube/config")
      ->type_name("FILE")
      ->group(group);
  command.add_option("--as", flags.as, "The user to impersonate")->type_name("USER")->group(group);
  command.add_option("--as-group", flags.as_groups, "A group to impersonate; may be repeated")
      ->type_name("GROUP")
      ->expected(1)
      ->allow_extra_args(false)
      ->group(group);
}

core::Expected<Connection> connect(const ConnectionFlags& flags, const Process& process,
                                   kubernetes::ClientOptions options) {
  if (flags.as.empty() && !flags.as_groups.empty()) {
    return wrong_flag("--as-group", "a group is impersonated only together with a user", "give --as USER, too");
  }
  auto access = kubernetes::kubeconfig::find_access(
      flags.kubeconfig,
      {.context = flags.context, .impersonated_user = flags.as, .impersonated_groups = flags.as_groups},
      process.environment);
  if (!access) return std::unexpected(access.error());
  options.stop = process.stop;
  auto client = kubernetes::Client::make(access->cluster, options);
  if (!client) return std::unexpected(client.error());
  return Connection{.client = *std::move(client),
                    .cluster = std::move(access->cluster),
                    .namespace_name = flags.namespace_name.empty() ? access->namespace_name : flags.namespace_name,
                    .context = access->context};
}

core::Expected<Connection> connect(const ConnectionFlags& flags, const Process& process) {
  return connect(flags, process, {});
}

std::vector<std::string> to_words(const ConnectionFlags& flags) {
  std::vector<std::string> words;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) words.push_back(std::format("--{}={}", name, value));
  };
  add("kubeconfig", flags.kubeconfig);
  add("context", flags.context);
  add("as", flags.as);
  for (const std::string& group : flags.as_groups) add("as-group", group);
  return words;
}

core::Error with_remedy(core::Error error, std::string_view verbs, std::string_view resources,
                        std::string_view namespace_name) {
  if (error.code != kubernetes::code::refused) return error;
  if (error.hint == kubernetes::hint_of(unauthorized)) {
    error.hint = "your token or client certificate is not accepted: log in anew, or look at `kubectl config view`";
    return error;
  }
  const bool everywhere = namespace_name.empty();
  const std::string where = everywhere ? "" : std::format(" --namespace={}", namespace_name);
  const std::string_view scope = everywhere ? "cluster" : "";
  error.hint = std::format(
      "ask an administrator for it: kubectl create {0}role chandler-user{1} --verb={2} --resource={3} && kubectl "
      "create "
      "{0}rolebinding chandler-user{1} --{0}role=chandler-user --user=YOU",
      scope, where, verbs, resources);
  return error;
}

}  // namespace chandler::cli::kubectl
