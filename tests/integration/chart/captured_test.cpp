#include <filesystem>
#include <format>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "tests/integration/apiserver/control_plane.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/places.hpp"

// What somebody who has taken over a replica could do with its account: the chart's rights and policies on a real API
// server, asked by kubectl in that account's name.
namespace chandler::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Outcome {
  int status = 0;
  std::string output;
};

class CapturedController {
 public:
  explicit CapturedController(const fs::path& programs) : programs_(programs) {
    cluster_.make_namespace("captured", json::object());
    cluster_.make_namespace("captured-apps", json::object());
    ChildProcess helm({(programs / "helm").string(), "template", "chandler",
                       (tests::source_dir() / "charts/chandler").string(), "--namespace=captured",
                       "--api-versions=admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy",
                       "--show-only=templates/rbac.yaml", "--show-only=templates/admissionpolicy.yaml"});
    REQUIRE(helm.wait() == 0);
    const Outcome applied = kubectl({"apply", "--filename=" + file("chart.yaml", helm.output())});
    INFO(applied.output);
    REQUIRE(applied.status == 0);
  }
  ~CapturedController() {
    for (const char* kind :
         {"clusterrole", "clusterrolebinding", "validatingadmissionpolicy", "validatingadmissionpolicybinding"})
      kubectl({"delete", kind, "--selector=app.kubernetes.io/instance=chandler"});
  }
  CapturedController(const CapturedController&) = delete;
  CapturedController& operator=(const CapturedController&) = delete;
  CapturedController(CapturedController&&) = delete;
  CapturedController& operator=(CapturedController&&) = delete;

  Outcome create(const json& object) {
    return kubectl({"create", "--as=system:serviceaccount:captured:chandler", "--dry-run=server", "--validate=false",
                    "--filename=" + file("object.json", object.dump())});
  }
  Outcome kubectl(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(),
                     {(programs_ / "kubectl").string(), "--kubeconfig=" + cluster_.kubeconfig("admin").string()});
    ChildProcess process(std::move(arguments));
    const int status = process.wait();
    return {.status = status, .output = process.output()};
  }
  ControlPlane& cluster() { return cluster_; }

 private:
  std::string file(const std::string& name, const std::string& text) {
    folder_.write(name, text);
    return (folder_.path() / name).string();
  }

  fs::path programs_;
  ControlPlane& cluster_ = ControlPlane::shared();
  TemporaryFolder folder_;
};

json cron_job(const json& metadata, const json& pod) {
  json whole{{"name", "menu-refresh"}, {"namespace", "captured-apps"}};
  whole.merge_patch(metadata);
  return {{"apiVersion", "batch/v1"},
          {"kind", "CronJob"},
          {"metadata", whole},
          {"spec", {{"schedule", "0 * * * *"}, {"jobTemplate", {{"spec", {{"template", {{"spec", pod}}}}}}}}}};
}

const json ours{
    {"labels", {{"app.kubernetes.io/managed-by", "chandler"}}},
    {"ownerReferences",
     {{{"apiVersion", "apps/v1"}, {"kind", "Deployment"}, {"name", "menu"}, {"uid", "u"}, {"controller", true}}}}};

json pod(const json& more) {
  json spec{{"restartPolicy", "Never"},
            {"containers",
             {{{"name", "chandler-refresh"},
               {"image", "chandler:1"},
               {"securityContext", {{"allowPrivilegeEscalation", false}}}}}}};
  spec.merge_patch(more);
  return spec;
}

json secret(const std::string& name, const std::string& type) {
  return {{"apiVersion", "v1"},
          {"kind", "Secret"},
          {"metadata", {{"name", name}, {"namespace", "captured"}}},
          {"type", type}};
}

}  // namespace

TEST_CASE("a captured controller can make what is its own, and nothing that reaches further") {
  const auto programs = cluster_programs();
  if (!programs || !fs::exists(*programs / "helm"))
    SKIP("no helm among the cluster's programs: tests/cluster/node builds it");
  CapturedController captured(*programs);

  const auto refused = [&](const json& object, const std::string& why) {
    Outcome last;
    // A policy takes a moment to come into force.
    CHECK(eventually([&] {
      last = captured.create(object);
      return last.status != 0;
    }));
    CAPTURE(last.output, object.dump());
    CHECK(last.output.contains(why));
  };
  const auto taken = [&](const json& object) {
    const Outcome made = captured.create(object);
    CAPTURE(made.output);
    CHECK(made.status == 0);
  };
  const json host_path{{"volumes", {{{"name", "node"}, {"hostPath", {{"path", "/"}}}}}}};

  refused(cron_job({{"ownerReferences", ours.at("ownerReferences")}}, pod(json::object())), "managed-by=chandler");
  refused(cron_job({{"labels", ours.at("labels")}}, pod(json::object())), "that a workload");
  refused(cron_job(ours, pod({{"hostNetwork", true}})), "reaches into its node");
  refused(cron_job(ours, pod(host_path)), "reaches into its node");
  refused(cron_job(ours, pod({{"containers", {{{"name", "c"}, {"image", "i"}}}}})), "gains privileges");
  taken(cron_job(ours, pod(json::object())));

  // Somebody else's CronJob is out of reach.
  captured.cluster().make({.group = "batch", .plural = "cronjobs", .namespace_name = "captured-apps"},
                          cron_job({{"name", "theirs"}}, pod(json::object())));
  const auto as_ours = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--as=system:serviceaccount:captured:chandler", "--namespace=captured-apps"});
    return captured.kubectl(std::move(arguments));
  };
  const Outcome removed = as_ours({"delete", "cronjob", "theirs", "--dry-run=server"});
  CHECK(removed.status != 0);
  CHECK(removed.output.contains("managed-by=chandler"));
  const Outcome changed = as_ours({"patch", "cronjob", "theirs", "--type=merge", "--dry-run=server",
                                   R"(--patch={"metadata":{"labels":{"app.kubernetes.io/managed-by":"chandler"}}})"});
  CHECK(changed.status != 0);

  refused(secret("other", "Opaque"), "only its own Secret");
  refused(secret("chandler-certs", "kubernetes.io/basic-auth"), "");
  taken(secret("chandler-certs", "Opaque"));

  for (const auto& [verb, resource] :
       std::vector<std::pair<std::string, std::string>>{{"patch", "deployments.apps"},
                                                        {"update", "deployments.apps"},
                                                        {"create", "pods"},
                                                        {"delete", "pods"},
                                                        {"get", "secrets"},
                                                        {"get", "configmaps"},
                                                        {"create", "pods/exec"},
                                                        {"delete", "persistentvolumeclaims"}}) {
    const Outcome may = as_ours({"auth", "can-i", verb, resource});
    INFO(verb << ' ' << resource << ": " << may.output);
    CHECK(may.output.starts_with("no"));
  }
}

}  // namespace chandler::tests
