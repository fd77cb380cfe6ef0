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

// One of the findings that a report of probe tells of.
struct ReportedFinding {
  std::string id;        // "sequences.near_end"
  std::string severity;  // "info", "warning", "could-not-check" or "problem"
  std::string object;    // "sequence public.food_item_id_seq"; empty: the database as a whole
  std::string database;  // empty: there is but one

  bool operator==(const ReportedFinding&) const = default;
};

// How much of the database a probe's amcheck looked into.
struct ReportedCoverage {
  std::int64_t size_bytes = 0;
  std::int64_t checked_bytes = 0;                // in this run
  std::int64_t never_checked_bytes = 0;          // in this run or, where something is kept, an earlier one
  std::optional<std::chrono::seconds> whole_in;  // until nothing is left of these, at this pace

  bool operator==(const ReportedCoverage&) const = default;
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
  // Of probe.
  std::string verdict;                // the worst of what it found: "ok", or a finding's severity
  std::optional<std::int64_t> found;  // so many findings, of which the worst are listed
  std::vector<ReportedFinding> findings;
  std::optional<ReportedCoverage> coverage;

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
