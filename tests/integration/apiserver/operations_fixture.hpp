#pragma once

#include <string>
#include <vector>

#include "platform/kubernetes/objects/operation.hpp"
#include "tests/integration/apiserver/controller_fixture.hpp"

namespace chandler::tests {

// A ControllerFixture whose Jobs are carried out by the test, since no controller and no kubelet is there.
class OperationsFixture : public ControllerFixture {
 public:
  using Operation = platform::kubernetes::objects::Operation;

  explicit OperationsFixture(const std::string& name) : ControllerFixture(name) {}

  // Claims are short, so that a dead worker's are soon taken over.
  ServeInstance worker(const ApiProxy& proxy, std::vector<std::string> more = {}) const {
    more.emplace_back("--operation-claim=4s");
    return replica(proxy, std::move(more));
  }

  Resource operation(const std::string& name) const { return platform::kubernetes::objects::operation(apps, name); }
  Resource job(const std::string& name) const {
    return {.group = "batch", .plural = "jobs", .namespace_name = apps, .name = name};
  }
  Resource pod(const std::string& name) const { return {.plural = "pods", .namespace_name = apps, .name = name}; }

  static json operation_object(const std::string& name, const std::string& action, const std::string& workload,
                               const json& more = json::object()) {
    json spec{{"workload", {{"kind", "Deployment"}, {"name", workload}}}, {"action", action}};
    spec.merge_patch(more);
    return {{"apiVersion", "chandler.dev/v1alpha1"},
            {"kind", "Operation"},
            {"metadata", {{"name", name}}},
            {"spec", std::move(spec)}};
  }
  void ask(const std::string& name, const std::string& action, const std::string& workload = "menu",
           const json& more = json::object()) {
    cluster.make(operation(""), operation_object(name, action, workload, more));
  }

  // The same, with an API server that is busy.
  void ask_surely(const std::string& name, const std::string& action) {
    REQUIRE(eventually([&] {
      const auto made = cluster.admin().create(operation(""), operation_object(name, action, "menu"));
      return made || made.error().code == platform::kubernetes::code::conflict;
    }));
  }

  Operation operation_now(const std::string& name) const {
    return platform::kubernetes::objects::read_operation(get(operation(name))).value_or(Operation{});
  }
  Operation::Status status_of(const std::string& name) const { return operation_now(name).status; }
  bool comes_to(const std::string& name, Operation::Phase phase) const {
    const bool well = eventually([&] { return status_of(name).phase == phase; });
    if (!well) UNSCOPED_INFO(get(operation(name)).dump());
    return well;
  }

  std::vector<json> jobs() const {
    std::vector<json> found;
    const auto listed = cluster.admin().list_all(job(""), {}, [&](json&& item) { found.push_back(std::move(item)); });
    if (!listed) FAIL(core::describe(listed.error()));
    return found;
  }
  // The operation's Job, when it is there.
  json await_job(const std::string& name) const {
    json found;
    if (!eventually([&] {
          const Operation now = operation_now(name);
          found = now.status.job.empty() ? json() : get(job(now.status.job));
          return !found.is_null();
        })) {
      FAIL("operation " << name << " made no Job: " << get(operation(name)).dump());
    }
    return found;
  }

  // A pod of that Job whose container ended with that report.
  void make_pod_of(const json& job_object, int exit_code, const std::string& report) {
    const json& metadata = job_object.at("metadata");
    const std::string name = metadata.at("name").get<std::string>() + "-pod";
    const std::string container =
        job_object.at("/spec/template/spec/containers/0/name"_json_pointer).get<std::string>();
    cluster.make(pod(""), {{"metadata",
                            {{"name", name}, {"labels", {{"batch.kubernetes.io/controller-uid", metadata.at("uid")}}}}},
                           {"spec", {{"containers", {{{"name", container}, {"image", "x:1"}}}}}}});
    patch_status(pod(name), {{"phase", exit_code == 0 ? "Succeeded" : "Failed"},
                             {"containerStatuses",
                              {{{"name", container},
                                {"image", "x:1"},
                                {"imageID", ""},
                                {"ready", false},
                                {"restartCount", 0},
                                {"state",
                                 {{"terminated",
                                   {{"exitCode", exit_code},
                                    {"message", report},
                                    {"startedAt", "2026-11-21T17:00:00Z"},
                                    {"finishedAt", "2026-11-21T17:00:01Z"}}}}}}}}});
  }
  // What the Job's controller writes in the end.
  static json job_end(bool well) {
    const std::string now = "2026-11-21T17:00:02Z";
    const auto condition = [&](const char* type) {
      return json{{"type", type}, {"status", "True"}, {"lastTransitionTime", now}, {"reason", "Ended"}};
    };
    json status{{"startTime", "2026-11-21T17:00:00Z"}, {well ? "succeeded" : "failed", 1}};
    status["conditions"] = well ? json{condition("SuccessCriteriaMet"), condition("Complete")}
                                : json{condition("FailureTarget"), condition("Failed")};
    if (well) status["completionTime"] = now;
    return status;
  }
  void end_job(const json& job_object, bool well) const {
    patch_status(job(job_object.at("metadata").at("name").get<std::string>()), job_end(well));
  }

  void patch_status(Resource resource, const json& status) const {
    resource.subresource = "status";
    patch(resource, {{"status", status}});
  }
};

// All that creates a Job.
inline bool makes_job(const ApiProxy::Request& request) {
  return request.method == "POST" && request.about("/jobs");
}

}  // namespace chandler::tests
