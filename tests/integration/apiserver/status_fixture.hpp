#pragma once

#include <chrono>
#include <format>
#include <string>

#include "platform/kubernetes/objects/time.hpp"
#include "tests/integration/apiserver/controller_fixture.hpp"

namespace chandler::tests {

// A controller whose status sync looks each second, and what a kubelet and Kubernetes' own controllers would make.
class StatusFixture : public ControllerFixture {
 public:
  using ControllerFixture::ControllerFixture;

  ServeInstance sync(const ApiProxy& proxy) const { return replica(proxy, {"--status-sync-interval=1s"}); }

  Resource provision(const std::string& name) const {
    return {
        .group = "chandler.dev", .version = "v1alpha1", .plural = "provisions", .namespace_name = apps, .name = name};
  }
  Resource pod(const std::string& name) const { return {.plural = "pods", .namespace_name = apps, .name = name}; }
  Resource job(const std::string& name) const {
    return {.group = "batch", .plural = "jobs", .namespace_name = apps, .name = name};
  }

  // The status of a Deployment's Provision. Null: there is none.
  json status_of(const std::string& deployment_name) const {
    const json found = get(provision("deployment-" + deployment_name));
    return found.is_null() ? json() : found.value("status", json());
  }
  // Whether a member comes to have that value.
  bool comes_to(const std::string& deployment_name, const std::string& pointer, const json& value) const {
    return eventually([&] {
      const json status = status_of(deployment_name);
      return status.is_object() && status.value(json::json_pointer(pointer), json()) == value;
    });
  }

  // Annotations on the Deployment and its template, as the webhook would have left them.
  void make_app(const std::string& name, const json& directives) {
    json annotations = json::object();
    for (const auto& [directive, value] : directives.items()) annotations["chandler.dev/" + directive] = value;
    const json labels{{"app", name}, {"chandler.dev/inject", "true"}};
    json in_template = annotations;
    for (const char* own : {"refresh-schedule", "refresh", "heal", "probe-schedule", "probe"})
      in_template.erase(std::string("chandler.dev/") + own);
    cluster.make(
        deployment(""),
        {{"metadata", {{"name", name}, {"annotations", annotations}, {"labels", {{"chandler.dev/inject", "true"}}}}},
         {"spec",
          {{"selector", {{"matchLabels", {{"app", name}}}}},
           {"template",
            {{"metadata", {{"labels", labels}, {"annotations", in_template}}},
             {"spec", {{"containers", {{{"name", "app"}, {"image", "app:1"}}}}}}}}}}});
  }

  // One of the Deployment's pods, with these init containers of ours, as its ReplicaSet would make it.
  void make_pod(const std::string& deployment_name, const std::string& suffix, const std::vector<std::string>& ours) {
    json init = json::array();
    for (const std::string& name : ours) init.push_back({{"name", name}, {"image", "chandler:test"}});
    json metadata{
        {"name", std::format("{}-5d8f-{}", deployment_name, suffix)},
        {"labels", {{"app", deployment_name}, {"chandler.dev/inject", "true"}, {"pod-template-hash", "5d8f"}}},
        {"annotations", {{"chandler.dev/database", "db"}, {"chandler.dev/migrate", "configmap:migrations"}}},
        {"ownerReferences",
         {{{"apiVersion", "apps/v1"},
           {"kind", "ReplicaSet"},
           {"name", deployment_name + "-5d8f"},
           {"uid", "0b7b4a0e-0000-4000-8000-000000000001"},
           {"controller", true}}}}};
    json spec{{"containers", {{{"name", "app"}, {"image", "app:1"}}}}};
    if (!init.empty()) spec["initContainers"] = init;
    cluster.make(pod(""), {{"metadata", std::move(metadata)}, {"spec", std::move(spec)}});
  }

  void set_status(Resource resource, const json& status) const {
    resource.subresource = "status";
    patch(resource, {{"status", status}});
  }

  static std::string now() {
    return platform::kubernetes::objects::to_time(
        std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()));
  }

  // The end of a container, with its report.
  static json ended(const std::string& name, int exit_code, const json& report, int restarts = 0) {
    return {{"name", name},
            {"image", "chandler:test"},
            {"imageID", ""},
            {"ready", exit_code == 0},
            {"restartCount", restarts},
            {"state",
             {{"terminated",
               {{"exitCode", exit_code},
                {"reason", exit_code == 0 ? "Completed" : "Error"},
                {"message", report.is_null() ? "" : report.dump()},
                {"startedAt", now()},
                {"finishedAt", now()}}}}}};
  }
  static json migrated(const std::string& version) {
    return {{"tool", "migrate"}, {"outcome", "done"}, {"started", now()}, {"duration_ms", 5}, {"layout", "flyway"},
            {"from", ""},        {"to", version},     {"applied", 2},     {"pending", 0},     {"source", "/m"}};
  }
};

inline bool writes_provisions(const ApiProxy::Request& request) {
  return request.writes() && request.about("/provisions");
}

}  // namespace chandler::tests
