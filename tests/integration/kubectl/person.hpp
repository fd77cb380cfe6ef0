#pragma once

#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "platform/process/program.hpp"
#include "tests/integration/apiserver/control_plane.hpp"
#include "tests/support/places.hpp"

namespace chandler::tests {

// A person with a kubeconfig and a namespace, who types commands of the built program.
class Person {
 public:
  using json = nlohmann::json;
  using Resource = platform::kubernetes::Resource;

  explicit Person(std::string namespace_name) : cluster(ControlPlane::shared()), space(std::move(namespace_name)) {
    cluster.make_namespace(space, json::object());
  }

  struct Answer {
    int code = 0;
    std::string out;     // standard output
    std::string errors;  // standard error
  };
  std::vector<std::string> words(std::vector<std::string> command) const {
    command.insert(command.begin(), program);
    command.push_back("--kubeconfig=" + kubeconfig.string());
    command.push_back("--namespace=" + space);
    command.emplace_back("--log-format=text");
    if (!as.empty()) command.push_back("--as=" + as);
    return command;
  }
  Answer types(const std::vector<std::string>& command) const {
    const TemporaryFolder folder;
    std::vector<std::string> line{"/bin/sh", "-c", "errors=$1; shift; exec \"$@\" 2>\"$errors\"", "sh",
                                  folder.path() / "errors"};
    for (const std::string& word : words(command)) line.push_back(word);
    const auto ended = platform::run_program({.words = line, .environment = environment}, std::chrono::minutes(1), {});
    if (!ended) FAIL(ended.error());
    std::ifstream errors(folder.path() / "errors");
    return {
        .code = ended->code, .out = ended->output, .errors = std::string(std::istreambuf_iterator<char>(errors), {})};
  }

  void make_deployment(const std::string& name, const json& annotations, const json& labels = json::object()) {
    json all_labels{{"chandler.dev/inject", "true"}};
    all_labels.merge_patch(labels);
    const json selector{{"app", name}};
    cluster.make({.group = "apps", .plural = "deployments", .namespace_name = space},
                 {{"metadata", {{"name", name}, {"labels", all_labels}, {"annotations", annotations}}},
                  {"spec",
                   {{"selector", {{"matchLabels", selector}}},
                    {"template",
                     {{"metadata", {{"labels", selector}}},
                      {"spec", {{"containers", {{{"name", "app"}, {"image", "app:1"}}}}}}}}}}});
  }

  Resource provision(const std::string& name, const std::string& part = {}) const {
    return {.group = "chandler.dev",
            .version = "v1alpha1",
            .plural = "provisions",
            .namespace_name = space,
            .name = name,
            .subresource = part};
  }
  void make_provision(const std::string& name, const json& status) {
    cluster.make(provision(""), {{"apiVersion", "chandler.dev/v1alpha1"},
                                 {"kind", "Provision"},
                                 {"metadata", {{"name", "deployment-" + name}}},
                                 {"spec", {{"workload", {{"kind", "Deployment"}, {"name", name}}}}}});
    set_status(name, status);
  }
  void set_status(const std::string& name, const json& status) const {
    patch(provision("deployment-" + name, "status"), {{"status", status}});
  }
  void patch(const Resource& resource, const json& merge) const {
    const auto patched = cluster.admin().patch(resource, platform::kubernetes::PatchType::merge, merge);
    if (!patched) FAIL(core::describe(patched.error()));
  }

  // Rights of the user "cook", who has none by itself, in this namespace.
  void grant(const json& rules) {
    constexpr const char* group = "rbac.authorization.k8s.io";
    cluster.make({.group = group, .plural = "roles", .namespace_name = space},
                 {{"metadata", {{"name", "person"}}}, {"rules", rules}});
    cluster.make({.group = group, .plural = "rolebindings", .namespace_name = space},
                 {{"metadata", {{"name", "person"}}},
                  {"roleRef", {{"apiGroup", group}, {"kind", "Role"}, {"name", "person"}}},
                  {"subjects", {{{"kind", "User"}, {"name", "cook"}, {"apiGroup", group}}}}});
  }

  ControlPlane& cluster;
  const std::string space;
  std::string program = tests::chandler_program();
  std::string as;  // whom the administrator impersonates, or empty
  std::filesystem::path kubeconfig = cluster.kubeconfig("admin");
  std::vector<std::pair<std::string, std::string>> environment;
};

}  // namespace chandler::tests
