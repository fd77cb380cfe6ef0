#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include "core/error.hpp"
#include "platform/kubernetes/client.hpp"

namespace chandler::cli::kubectl {

// Shows the logs of a Job's pods as they come, one pod after the other, in a thread of its own. `line` and `failed` are
// called by that thread; `failed` once at most, and nothing is shown behind it.
class JobLogs {
 public:
  struct Sinks {
    std::function<void(std::string_view pod)> pod;  // its lines follow
    std::function<void(std::string_view line)> line;
    std::function<void(const core::Error&)> failed;
  };
  JobLogs(platform::kubernetes::Client client, std::string namespace_name, std::string job, Sinks sinks);
  ~JobLogs() = default;
  JobLogs(const JobLogs&) = delete;
  JobLogs& operator=(const JobLogs&) = delete;
  JobLogs(JobLogs&&) = delete;
  JobLogs& operator=(JobLogs&&) = delete;

  // The Job has ended: shows what is left of its logs, and returns.
  void finish();

 private:
  void run(const std::stop_token& stop);
  // Follows a pod's log to its end. False: there is none yet.
  core::Expected<bool> show(const std::stop_token& stop, const std::string& pod, const std::string& container);

  platform::kubernetes::Client client_;
  const std::string namespace_;
  const std::string job_;
  const Sinks sinks_;
  std::atomic<bool> ended_ = false;
  std::jthread thread_;
};

}  // namespace chandler::cli::kubectl
