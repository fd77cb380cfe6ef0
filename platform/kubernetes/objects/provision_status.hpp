#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "platform/kubernetes/objects/time.hpp"

// The status of provisions.chandler.dev/v1alpha1, for its readers: charts/chandler/files/crds/provisions.yaml tells
// what each field means. What is missing is empty.
namespace chandler::platform::kubernetes::objects {

struct ProvisionStatus {
  struct Problem {
    std::string reason;
    std::string severity;  // "warning" or "failing"
    std::string object;
    std::string message;
    std::optional<Microtime> since;
  };
  struct Injection {
    std::string summary;
    std::int64_t pods = 0;
    std::int64_t injected = 0;
    std::int64_t missed = 0;
    std::vector<std::string> steps;
  };
  struct Step {
    std::string name;
    std::string state;  // "waiting", "running", "terminated", "unknown"
    std::optional<Microtime> started;
    std::optional<Microtime> finished;
    std::optional<std::int64_t> exit_code;
    std::int64_t restarts = 0;
    std::string reason;
    std::string message;
  };
  struct Pod {
    std::string name;
    std::string phase;
    std::string node;
    std::optional<Microtime> started;
    bool injected = false;
    std::vector<Step> steps;
  };
  struct Schema {
    std::string version;
    std::string layout;
    std::string outcome;
    std::optional<std::int64_t> applied;
    std::optional<std::int64_t> pending;
    std::optional<Microtime> at;
    std::string message;
  };
  struct DataSet {
    std::string name;
    std::string outcome;
    std::optional<std::int64_t> rows;
    std::optional<Microtime> loaded;
    std::optional<Microtime> fresh_until;
    std::string by;
    std::string message;
  };
  struct Run {
    std::string job;
    bool manual = false;
    std::string state;    // "running", "suspended", "complete", "failed"
    std::string outcome;  // the report's
    std::optional<Microtime> started;
    std::optional<Microtime> finished;
    std::optional<std::chrono::milliseconds> duration;
    std::optional<std::int64_t> rows;
    std::string verdict;  // of a probe: "ok", "info", "warning", "could-not-check", "problem"
    std::string message;
  };
  struct Finding {
    std::string id;
    std::string severity;
    std::string object;
    std::string database;
  };
  struct Schedule {
    std::string summary;
    std::string cron_job;  // empty: there is none
    std::string schedule;
    std::string time_zone;
    bool suspended = false;
    std::optional<Microtime> last_success;
    std::optional<Microtime> next_run;
    std::int64_t failures_in_a_row = 0;
    std::vector<Run> runs;          // the newest first
    std::vector<Finding> findings;  // of the last probe that ended, the worst first
  };
  struct Queue {
    std::string summary;
    std::int64_t ready = 0;
    std::int64_t running = 0;
    std::int64_t failed = 0;
    std::optional<std::chrono::seconds> oldest;
  };

  std::string state;  // "Ready", "Starting", "Warning", "Failing"; or empty: not written yet
  std::string message;
  std::vector<Problem> problems;
  Injection injection;
  std::vector<Pod> pods;
  Schema schema;
  std::string data_summary;
  std::vector<DataSet> data_sets;
  Schedule refresh;
  Schedule probe;
  Queue queue;
};

// `provision`: the whole object.
ProvisionStatus read_provision_status(const nlohmann::json& provision);

}  // namespace chandler::platform::kubernetes::objects
