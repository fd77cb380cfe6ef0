#include "cli/kubectl/job_logs.hpp"

#include <algorithm>
#include <chrono>
#include <format>
#include <set>
#include <tuple>
#include <vector>

#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/field.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::cli::kubectl {
namespace {

namespace kubernetes = platform::kubernetes;
namespace objects = platform::kubernetes::objects;

constexpr std::chrono::seconds look_again{1};

struct LoggedPod {
  std::string created;  // RFC 3339: sorts by time
  std::string name;
  std::string container;
  auto operator<=>(const LoggedPod&) const = default;
};

core::Expected<std::vector<LoggedPod>> pods_of(kubernetes::Client& client, const std::string& namespace_name,
                                               const std::string& job) {
  std::vector<LoggedPod> pods;
  const auto page = client.list({.plural = "pods", .namespace_name = namespace_name},
                                {.selection = {.labels = "job-name=" + job}}, [&](nlohmann::json&& pod) {
                                  const auto& containers = objects::list(pod, {"spec", "containers"});
                                  if (containers.empty()) return;
                                  pods.push_back({.created = objects::text(pod, {"metadata", "creationTimestamp"}),
                                                  .name = objects::text(pod, {"metadata", "name"}),
                                                  .container = objects::text(containers.front(), {"name"})});
                                });
  if (!page) return std::unexpected(page.error());
  std::ranges::sort(pods);
  return pods;
}

}  // namespace

JobLogs::JobLogs(kubernetes::Client client, std::string namespace_name, std::string job, Sinks sinks)
    : client_(std::move(client)),
      namespace_(std::move(namespace_name)),
      job_(std::move(job)),
      sinks_(std::move(sinks)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void JobLogs::finish() {
  ended_ = true;
  thread_.join();
}

core::Expected<bool> JobLogs::show(const std::stop_token& stop, const std::string& pod, const std::string& container) {
  bool begun = false;
  const auto logged =
      client_.logs(namespace_, pod, {.container = container, .follow = true}, [&](std::string_view line) {
        if (!std::exchange(begun, true)) sinks_.pod(pod);
        sinks_.line(line);
        return !stop.stop_requested();
      });
  if (logged) return true;
  // A container that has not begun has no log yet; one whose pod is gone will have none.
  const std::string& code = logged.error().code;
  if (code == kubernetes::code::rejected || code == kubernetes::code::not_found) return false;
  return std::unexpected(logged.error());
}

void JobLogs::run(const std::stop_token& stop) {
  const auto fail = [&](const core::Error& error) {
    if (!stop.stop_requested()) sinks_.failed(error);
  };
  std::set<std::string> shown;
  for (;;) {
    const bool last = ended_;
    const auto pods = pods_of(client_, namespace_, job_);
    if (!pods) return fail(pods.error());
    for (const LoggedPod& pod : *pods) {
      if (shown.contains(pod.name)) continue;
      const auto now = show(stop, pod.name, pod.container);
      if (!now) return fail(now.error());
      if (*now) shown.insert(pod.name);
    }
    if (last || !platform::sleep_unless_stopped(stop, look_again)) return;
  }
}

}  // namespace chandler::cli::kubectl
