#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/metrics/declaration.hpp"

namespace chandler::platform::metrics {

// One time series. Any thread, without a lock. What does not fit its type (`observe` on a counter) is a
// programming error and does nothing.
class Series {
 public:
  explicit Series(const Declaration& declaration);

  void add(double amount = 1);  // counters: not negative
  void set(double value);       // gauges, and counters that mirror a total kept elsewhere
  void observe(double value);   // histograms

 private:
  friend class Family;
  const Declaration& declaration_;
  std::atomic<double> value_ = 0;                    // of a histogram: the sum
  std::vector<std::atomic<std::uint64_t>> buckets_;  // one more than the declaration's: +Inf
};

// A metric with its series, one for each combination of label values seen.
class Family {
 public:
  explicit Family(const Declaration& declaration) : declaration_(declaration) {}

  // The series of these values, one for each label in the declaration's order; made when new. It lives
  // as long as the registry: keep it where the values do not change. Any thread.
  Series& with(std::initializer_list<std::string_view> values);

  // For metrics whose series come and go: these are all there are from now on. Whoever uses it keeps no Series. Each
  // has a value for each label. Not for histograms.
  struct Sample {
    std::vector<std::string> labels;
    double value = 0;
  };
  void assign(std::vector<Sample> samples);

  void write(std::string& out) const;

 private:
  const Declaration& declaration_;
  mutable std::mutex mutex_;
  std::map<std::vector<std::string>, std::unique_ptr<Series>, std::less<>> series_;
};

// The metrics of a process, in Prometheus' text format 0.0.4.
// https://prometheus.io/docs/instrumenting/exposition_formats/
class Registry {
 public:
  // Call once for each, before other threads use the registry; the declaration must outlive it.
  Family& add(const Declaration& declaration);

  // Any thread.
  std::string text() const;

 private:
  std::vector<std::unique_ptr<Family>> families_;
};

inline constexpr std::string_view content_type = "text/plain; version=0.0.4; charset=utf-8";

}  // namespace chandler::platform::metrics
