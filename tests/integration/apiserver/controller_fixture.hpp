#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "tests/integration/apiserver/installation.hpp"
#include "tests/integration/apiserver/serve_instance.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/places.hpp"

namespace chandler::tests {

// A namespace for applications and an installation whose controllers go to the API server by a proxy each. Its webhook
// is taken out: what is tested is who comes behind it.
class ControllerFixture {
 public:
  using json = nlohmann::json;
  using Request = ApiProxy::Request;
  using Resource = platform::kubernetes::Resource;

  explicit ControllerFixture(const std::string& name)
      : cluster(ControlPlane::shared()), installation(cluster, name), apps(name + "-apps") {
    installation.grant();
    cluster.admin().remove(platform::kubernetes::mutating_webhook_configuration(name));
    cluster.make_namespace(apps, json::object());
  }

  // A replica behind `proxy`, with a short lease unless `more` says otherwise.
  ServeInstance replica(const ApiProxy& proxy, std::vector<std::string> more = {}) const {
    return replica(cluster.kubeconfig_by(proxy), std::move(more));
  }
  ServeInstance replica(const std::filesystem::path& kubeconfig, std::vector<std::string> more = {}) const {
    std::vector<std::string> flags = installation.flags(kubeconfig);
    const bool own = std::ranges::any_of(more, [](const auto& flag) { return flag.starts_with("--lease-duration="); });
    if (!own) flags.emplace_back("--lease-duration=6s");
    flags.insert(flags.end(), more.begin(), more.end());
    return {tests::chandler_program(), flags};
  }

  Resource deployment(const std::string& name) const {
    return {.group = "apps", .plural = "deployments", .namespace_name = apps, .name = name};
  }
  Resource cron_job(const std::string& name) const {
    return {.group = "batch", .plural = "cronjobs", .namespace_name = apps, .name = name};
  }

  // One that asks for a refresh each hour, but for what `annotations` says otherwise (null takes one away), with the
  // copies in its template that the webhook would have made.
  void make_deployment(const std::string& name, const json& annotations = json::object(), bool labelled = true) {
    json all{{"chandler.dev/database", "db"},
             {"chandler.dev/load", "configmap:data"},
             {"chandler.dev/refresh-schedule", "0 * * * *"}};
    all.merge_patch(annotations);
    const json labels{{"app", name}};
    json of_pods{{"labels", labels}};
    if (labelled) {
      of_pods["annotations"] = all;
      of_pods["labels"]["chandler.dev/inject"] = "true";
      for (const char* periodic : {"refresh", "refresh-schedule", "refresh-timezone", "probe-schedule"})
        of_pods["annotations"].erase(std::string("chandler.dev/") + periodic);
    }
    json metadata{{"name", name}, {"annotations", std::move(all)}};
    if (labelled) metadata["labels"] = {{"chandler.dev/inject", "true"}};
    cluster.make(deployment(""), {{"metadata", std::move(metadata)},
                                  {"spec",
                                   {{"selector", {{"matchLabels", labels}}},
                                    {"template",
                                     {{"metadata", std::move(of_pods)},
                                      {"spec", {{"containers", {{{"name", "app"}, {"image", "app:1"}}}}}}}}}}});
  }

  void patch(const Resource& resource, const json& merge) const {
    const auto patched = cluster.admin().patch(resource, platform::kubernetes::PatchType::merge, merge);
    if (!patched) FAIL(core::describe(patched.error()));
  }
  void annotate(const std::string& name, const std::string& directive, const json& value) const {
    patch(deployment(name), {{"metadata", {{"annotations", {{"chandler.dev/" + directive, value}}}}}});
  }

  // Null: there is none.
  json get(const Resource& resource) const {
    auto found = cluster.admin().get(resource);
    return found ? *std::move(found) : json();
  }
  bool has(const std::string& cron_job_name) const { return !get(cron_job(cron_job_name)).is_null(); }
  std::string schedule_of(const std::string& cron_job_name) const {
    const json found = get(cron_job(cron_job_name));
    return found.is_null() ? "" : found.at("spec").at("schedule").get<std::string>();
  }

  // The Events about that Deployment with that reason.
  std::vector<json> events(const std::string& name, const std::string& reason) const {
    std::vector<json> found;
    const auto listed = cluster.admin().list(
        {.group = "events.k8s.io", .plural = "events", .namespace_name = apps}, {}, [&](json&& event) {
          if (event.at("regarding").at("name") == name && event.at("reason") == reason)
            found.push_back(std::move(event));
        });
    if (!listed) FAIL(core::describe(listed.error()));
    return found;
  }

  ControlPlane& cluster;
  Installation installation;
  const std::string apps;
};

// All that a controller writes, but for its lease and its certificate.
inline bool is_work(const ApiProxy::Request& request) {
  return request.writes() && (request.about("/cronjobs") || request.about("/events") || request.about("/provisions"));
}

}  // namespace chandler::tests
