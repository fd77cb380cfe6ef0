#include "cron/probe/publish/retention.hpp"

#include <algorithm>
#include <format>
#include <sstream>
#include <utility>

#include "core/text/duration.hpp"
#include "core/text/number.hpp"
#include "platform/files/replace_file.hpp"

namespace chandler::probe {
namespace {

using core::text::Parsed;
using std::chrono::milliseconds;
using Time = std::chrono::sys_time<milliseconds>;

constexpr std::string_view begin = "probe-";
constexpr std::string_view end = ".json";
constexpr std::size_t time_size = std::string_view("20261122T022942.123Z").size();
constexpr std::size_t unique_size = 8;

// No run takes so long to write its report.
constexpr std::chrono::hours being_written{24};

bool is_held(const Time& time, std::size_t newer, const Retention& retention, const Time& now) {
  if (const auto* const most = std::get_if<std::size_t>(&retention)) return newer < *most;
  return now - time <= std::get<milliseconds>(retention);
}

}  // namespace

Parsed<Retention> parse_retention(std::string_view text) {
  static constexpr std::int64_t most = 1'000'000;
  if (const auto number = core::text::parse_whole(text, 1, most)) return Retention(static_cast<std::size_t>(*number));
  const auto duration = core::text::parse_duration(text);
  if (duration && duration->count() > 0) return Retention(*duration);
  return core::text::mismatch(
      "is neither a number of reports from 1 on, such as 100, nor their greatest age, such as 720h");
}

std::string report_name(std::chrono::system_clock::time_point started, std::uint32_t unique) {
  return std::format("{}{:%Y%m%dT%H%M%S}Z-{:08x}{}", begin, std::chrono::floor<milliseconds>(started), unique, end);
}

std::optional<Time> report_time(std::string_view name) {
  if (name.size() != begin.size() + time_size + 1 + unique_size + end.size()) return std::nullopt;
  if (!name.starts_with(begin) || !name.ends_with(end)) return std::nullopt;
  std::istringstream in{std::string(name.substr(begin.size(), time_size))};
  Time time;
  in >> std::chrono::parse("%Y%m%dT%H%M%SZ", time);
  if (!in || static_cast<std::size_t>(in.tellg()) != time_size) return std::nullopt;
  return time;
}

std::vector<std::string> to_remove(std::span<const std::string> names, const Retention& retention,
                                   std::chrono::system_clock::time_point now) {
  const Time at = std::chrono::floor<milliseconds>(now);
  std::vector<std::pair<Time, std::string>> reports;
  std::vector<std::string> out;
  for (const std::string& name : names) {
    if (const auto time = report_time(name)) {
      reports.emplace_back(*time, name);
    } else if (platform::is_left_over(name, begin)) {
      const auto begun =
          report_time(std::string_view(name).substr(1, begin.size() + time_size + 1 + unique_size + end.size()));
      if (begun && at - *begun > being_written) out.push_back(name);
    }
  }
  std::ranges::sort(reports, std::greater());
  for (std::size_t i = 0; i < reports.size(); ++i) {
    if (!is_held(reports[i].first, i, retention, at)) out.push_back(reports[i].second);
  }
  return out;
}

}  // namespace chandler::probe
