#include "platform/kubernetes/kubeconfig/load.hpp"

#include <format>

#include "core/text/list.hpp"
#include "platform/kubernetes/kubeconfig/error.hpp"
#include "platform/kubernetes/kubeconfig/material.hpp"
#include "platform/kubernetes/kubeconfig/merge.hpp"
#include "platform/kubernetes/kubeconfig/read.hpp"

namespace chandler::platform::kubernetes::kubeconfig {
namespace {

using core::Expected;
namespace fs = std::filesystem;

std::unexpected<core::Error> of_file(core::Error error, const fs::path& file) {
  if (error.where.empty()) error.where = file.string();
  return std::unexpected(std::move(error));
}

std::string display(const Files& files) {
  std::string text;
  for (const fs::path& path : files.paths) text += (text.empty() ? "" : ":") + path.string();
  return text;
}

Expected<Access> pods_own(const Choice& choice, const Environment& environment, const std::string& account_folder) {
  auto cluster = in_cluster(environment, account_folder);
  if (!cluster) return std::unexpected(cluster.error());
  if (!choice.impersonated_user.empty()) {
    cluster->impersonation = {
        .user = choice.impersonated_user, .groups = choice.impersonated_groups, .uid = {}, .extra = {}};
  }
  const auto own_namespace = contents_of(fs::path(account_folder) / "namespace");
  return Access{.cluster = *std::move(cluster),
                .namespace_name = own_namespace && !own_namespace->empty() ? *own_namespace : "default",
                .context = {}};
}

}  // namespace

Files files_of(const std::string& given, const Environment& environment) {
  if (!given.empty()) return {.paths = {given}, .required = true};
  Files files;
  if (const std::string listed = environment("KUBECONFIG").value_or(""); !listed.empty()) {
    for (const std::string_view path : core::text::split(listed, ':')) {
      if (!path.empty()) files.paths.emplace_back(path);
    }
    return files;
  }
  if (const std::string home = environment("HOME").value_or(""); !home.empty()) {
    files.paths.push_back(fs::path(home) / ".kube" / "config");
  }
  return files;
}

Expected<Document> load_document(const Files& files) {
  Document all;
  for (const fs::path& path : files.paths) {
    std::error_code ignored;
    if (!files.required && !fs::exists(path, ignored)) continue;
    const auto text = contents_of(path);
    if (!text) return of_file(text.error(), path);
    auto document = read(*text, fs::absolute(path).parent_path());
    if (!document) return of_file(document.error(), path);
    merge(all, *std::move(document));
  }
  return all;
}

Expected<Access> find_access(const std::string& given, const Choice& choice, const Environment& environment,
                             const std::string& account_folder) {
  const Files files = files_of(given, environment);
  const auto document = load_document(files);
  if (!document) return std::unexpected(document.error());
  const bool empty = document->contexts.empty() && document->clusters.empty();
  if (empty && !files.required && choice.context.empty()) {
    if (environment("KUBERNETES_SERVICE_HOST")) return pods_own(choice, environment, account_folder);
    return unusable(std::format("there is no kubeconfig{}", files.paths.empty() ? "" : " at " + display(files)),
                    "set KUBECONFIG, or give --kubeconfig FILE");
  }
  auto access = resolve(*document, choice, environment);
  if (!access) return of_file(access.error(), display(files));
  return access;
}

}  // namespace chandler::platform::kubernetes::kubeconfig

namespace chandler::platform::kubernetes {

core::Expected<Cluster> from_kubeconfig(const std::string& file, const Environment& environment) {
  auto access = kubeconfig::find_access(file, {}, environment);
  if (!access) return std::unexpected(access.error());
  return std::move(access->cluster);
}

}  // namespace chandler::platform::kubernetes
