#include "cron/probe/checks/amcheck/coverage.hpp"

#include <algorithm>
#include <array>
#include <format>

#include "core/text/counted.hpp"

namespace chandler::probe::amcheck {
namespace {

std::string size_text(std::int64_t bytes) {
  static constexpr std::array<std::string_view, 5> units{"B", "kB", "MB", "GB", "TB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= 999.5 && unit + 1 < units.size(); ++unit) value /= 1000;
  return unit == 0 ? std::format("{} B", bytes) : std::format("{:.{}f} {}", value, value < 10 ? 1 : 0, units[unit]);
}

// "3 days", "5 hours", "20 minutes".
std::string rough(std::chrono::seconds time) {
  const auto hours = std::chrono::round<std::chrono::hours>(time).count();
  if (hours >= 48) return core::text::counted(static_cast<std::size_t>((hours + 12) / 24), "day");
  if (hours >= 2) return core::text::counted(static_cast<std::size_t>(hours), "hour");
  return core::text::counted(static_cast<std::size_t>(std::chrono::ceil<std::chrono::minutes>(time).count()), "minute");
}

}  // namespace

Coverage coverage(const Relations& relations, std::span<const Agenda::State> states, const Kept& kept,
                  Seconds earlier_run, Seconds now) {
  Coverage out;
  std::int64_t never_seen = 0;
  Seconds oldest = now;
  for (std::size_t i = 0; i < relations.checkable.size(); ++i) {
    const Relation& relation = relations.checkable[i];
    const Agenda::State& state = states[i];
    ++out.objects;
    out.bytes += relation.bytes;
    out.checked_bytes += state.checked;
    out.checked_objects += state.whole ? 1 : 0;
    const auto found = kept.records.find(relation.oid);
    const Record record = found == kept.records.end() ? Record{} : found->second;
    if (record.at == Seconds{} && !state.whole) {
      ++out.never_objects;
      out.never_bytes += relation.bytes;
      never_seen += relation.bytes - std::min(relation.bytes, record.block * relations.block_bytes);
    } else {
      oldest = std::min(oldest, state.whole ? now : record.at);
    }
  }
  if (out.never_objects == 0 && out.objects > 0) out.oldest = oldest;
  if (out.never_objects == 0) {
    out.runs_left = 0;
  } else if (out.checked_bytes > 0) {
    out.runs_left = std::max<std::int64_t>(1, (never_seen + out.checked_bytes - 1) / out.checked_bytes);
  }
  if (out.runs_left && earlier_run != Seconds{} && earlier_run < now) {
    out.time_left = *out.runs_left * (now - earlier_run);
  }
  return out;
}

std::string summary(const Coverage& seen, bool remembers, const std::map<std::string, std::int64_t>& others,
                    Seconds now) {
  std::string out = std::format(
      "{} of {} objects, {} of {} ({:.0f} %)", seen.checked_objects, seen.objects, size_text(seen.checked_bytes),
      size_text(seen.bytes),
      seen.bytes == 0 ? 100.0 : 100.0 * static_cast<double>(seen.checked_bytes) / static_cast<double>(seen.bytes));
  if (!seen.whole_now()) {
    if (!remembers) {
      out += "; the next runs begin elsewhere, though they know nothing of this one: --keep or --state lets them go on";
    } else if (seen.oldest) {
      out += std::format("; all of it within the last {}", rough(now - *seen.oldest));
    } else {
      out += std::format("; {} never yet, {}", seen.never_objects, size_text(seen.never_bytes));
    }
    if (remembers && seen.runs_left.value_or(0) > 0) {
      out += std::format("; whole after {} like this",
                         core::text::counted(static_cast<std::size_t>(*seen.runs_left), "more run"));
      if (seen.time_left) out += std::format(", in {}", rough(*seen.time_left));
    }
  }
  std::string rest;
  for (const auto& [method, count] : others) rest += std::format("{}{} {}", rest.empty() ? "" : ", ", count, method);
  if (!rest.empty()) out += std::format("; no function looks into: {}", rest);
  return out;
}

std::vector<Figure> figures(const Coverage& seen, Seconds now) {
  std::vector<Figure> out{{.name = "objects", .value = seen.objects},
                          {.name = "size_bytes", .value = seen.bytes},
                          {.name = "checked_objects", .value = seen.checked_objects},
                          {.name = "checked_bytes", .value = seen.checked_bytes},
                          {.name = "never_checked_objects", .value = seen.never_objects},
                          {.name = "never_checked_bytes", .value = seen.never_bytes}};
  if (seen.oldest) {
    out.push_back({.name = "oldest_check_age_seconds", .value = std::int64_t{(now - *seen.oldest).count()}});
  }
  if (seen.runs_left) out.push_back({.name = "whole_in_runs", .value = *seen.runs_left});
  if (seen.time_left) out.push_back({.name = "whole_in_seconds", .value = std::int64_t{seen.time_left->count()}});
  return out;
}

}  // namespace chandler::probe::amcheck
