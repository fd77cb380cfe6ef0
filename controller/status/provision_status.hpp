#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/read_report.hpp"
#include "platform/kubernetes/objects/pod.hpp"
#include "platform/kubernetes/objects/time.hpp"

// The status of a Provision: charts/chandler/files/crds/provisions.yaml says what each field means.
namespace chandler::controller::status {

using Time = platform::kubernetes::objects::Microtime;

enum class State : std::uint8_t { ready, starting, warning, failing };
enum class Severity : std::uint8_t { warning, failing };

std::string_view name_of(State state);        // "Ready"
std::string_view name_of(Severity severity);  // "warning"

// What stands in the way. There is one of a reason at most.
struct Problem {
  std::string reason;
  Severity severity = Severity::warning;
  std::string object;  // "pod/order-food-5d8f", or empty
  std::string message;
  std::optional<Time> since;

  bool operator==(const Problem&) const = default;
};

struct Injection {
  std::int64_t pods = 0;
  std::int64_t injected = 0;
  std::int64_t missed = 0;
  std::vector<std::string> steps;
};

// What one container of ours in a pod did.
struct Step {
  using State = platform::kubernetes::objects::Container::State;
  std::string name;
  State state = State::unknown;
  std::optional<Time> started;
  std::optional<Time> finished;
  std::optional<std::int64_t> exit_code;
  std::int64_t restarts = 0;
  std::string reason;
  std::string message;
};

struct PodStatus {
  std::string name;
  std::string phase;
  std::string node;
  std::optional<Time> started;
  bool injected = false;
  std::vector<Step> steps;
};

struct Schema {
  std::string version;
  std::string layout;
  std::string outcome;
  std::optional<std::int64_t> applied;
  std::optional<std::int64_t> pending;
  std::optional<Time> at;
  std::string pod;
  std::string message;
};

struct DataSet {
  std::string name;
  std::string outcome;
  std::optional<std::int64_t> rows;
  std::optional<Time> loaded;
  std::optional<Time> fresh_until;  // nullopt: nothing is promised
  std::string by;
  std::string message;
};

struct Data {
  std::string summary;
  std::vector<DataSet> data_sets;
};

struct Run {
  enum class State : std::uint8_t { running, suspended, complete, failed };
  std::string job;
  bool manual = false;
  State state = State::running;
  std::string outcome;
  std::optional<Time> started;
  std::optional<Time> finished;
  std::optional<std::chrono::milliseconds> duration;
  std::optional<std::int64_t> rows;
  std::string verdict;                             // of a probe
  std::optional<std::int64_t> found;               // findings of a probe
  std::optional<core::ReportedCoverage> coverage;  // of a probe with amcheck
  std::string message;
  std::string report;
};

std::string_view name_of(Run::State state);  // "running"

// A CronJob and its runs.
struct Schedule {
  std::string summary;
  std::string cron_job;
  std::string schedule;
  std::string time_zone;
  bool suspended = false;
  std::int64_t active = 0;
  std::optional<Time> last_schedule;
  std::optional<Time> last_success;
  std::optional<Time> next_run;
  std::int64_t failures_in_a_row = 0;
  std::vector<Run> runs;                        // the newest first
  std::vector<core::ReportedFinding> findings;  // of the last probe that ended, the worst first
};

struct ProvisionStatus {
  State state = State::ready;
  std::string message;
  std::vector<Problem> problems;  // the worst first
  Injection injection;
  std::vector<PodStatus> pods;  // the newest first
  std::optional<Schema> schema;
  std::optional<Data> data;
  std::optional<Schedule> refresh;
  std::optional<Schedule> probe;
};

// The schema's limits.
inline constexpr std::size_t most_problems = 50;
inline constexpr std::size_t most_pods = 20;
inline constexpr std::size_t most_runs = 20;
inline constexpr std::size_t most_findings = 50;
// Of the reports of runs the newest are kept: the rest would be most of the object.
inline constexpr std::size_t most_reports = 3;
// Bytes of a message. Pods have many, of which most say the same.
inline constexpr std::size_t longest_message = 600;
inline constexpr std::size_t longest_step_message = 240;

}  // namespace chandler::controller::status
