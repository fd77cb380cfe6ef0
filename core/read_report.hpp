#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace chandler::core {

// One of the data sets that a report of load or refresh tells of.
struct ReportedDataSet {
  std::string table;
  std::string action;                // "loaded", "unchanged", "ran", …
  std::optional<std::int64_t> rows;  // read; nullopt: unchanged
  std::optional<std::int64_t> rejected;
  std::optional<std::chrono::seconds> fresh_for;  // the promise: good for so long
};

// What `to_termination_message` wrote, read by another program and maybe another version. What a report does not say
// is empty.
struct ReadReport {
  std::string tool;
  Outcome outcome = Outcome::done;
  std::optional<std::chrono::sys_time<std::chrono::milliseconds>> started;
  std::chrono::milliseconds duration{0};
  std::optional<Error> error;
  // Of migrate.
  std::string layout;
  std::string from;
  std::string to;
  std::optional<std::int64_t> applied;
  std::optional<std::int64_t> pending;
  // Of load and refresh.
  std::optional<std::int64_t> rows;
  std::vector<ReportedDataSet> data_sets;

  std::optional<std::chrono::sys_time<std::chrono::milliseconds>> ended() const {
    if (!started) return std::nullopt;
    return *started + duration;
  }
};

// Any bytes: the container's program decides what is in its termination message. Nullopt: no report. One that was cut
// off, as the kubelet does where a pod has many containers, tells what came before the cut. Texts come as one line
// each.
std::optional<ReadReport> read_report(std::string_view message);

// What `read_report` reads of a message, as short as it can be: to keep many. What is no report is cut to
// `longest_quotation` bytes of one line.
inline constexpr std::size_t longest_quotation = 200;
std::string compact_report(std::string_view message);

}  // namespace chandler::core
