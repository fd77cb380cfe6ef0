#include "dataset/bring/summary.hpp"

#include <algorithm>
#include <format>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/text/counted.hpp"
#include "platform/log/log.hpp"

namespace chandler::dataset {
namespace {

using nlohmann::ordered_json;

std::string_view id_of(Action action) {
  switch (action) {
    case Action::unchanged:
      return "unchanged";
    case Action::loaded:
      return "loaded";
    case Action::would_load:
      return "would_load";
    case Action::ran:
      return "ran";
    case Action::would_run:
      return "would_run";
  }
  return "unchanged";
}

std::string_view in_words(Action action) {
  if (action == Action::would_load) return "would load";
  return action == Action::would_run ? std::string_view("would run") : id_of(action);
}

bool is_script(Action action) {
  return action == Action::ran || action == Action::would_run;
}

std::int64_t equal_rows(const Counts& counts) {
  return counts.read - counts.inserted - counts.updated - counts.rejected;
}

ordered_json object_of(const DataSetResult& result) {
  ordered_json out{{"table", result.table}, {"source", result.file}, {"action", id_of(result.action)}};
  if (result.counts.rejected > 0) out["rejected"] = result.counts.rejected;
  if (result.fresh_for) out["fresh_for_s"] = std::chrono::floor<std::chrono::seconds>(*result.fresh_for).count();
  if (result.action == Action::unchanged) return out;
  if (is_script(result.action)) {
    out["duration_ms"] = result.duration.count();
    return out;
  }
  out["rows_read"] = result.counts.read;
  out["inserted"] = result.counts.inserted;
  out["updated"] = result.counts.updated;
  out["deleted"] = result.counts.deleted;
  out["unchanged"] = equal_rows(result.counts);
  out["duration_ms"] = result.duration.count();
  return out;
}

}  // namespace

ordered_json details_of(std::span<const DataSetResult> results) {
  Counts total;
  std::int64_t rejected = 0;  // also of what is unchanged
  ordered_json list = ordered_json::array();
  for (const DataSetResult& result : results) {
    rejected += result.counts.rejected;
    if (result.action == Action::unchanged) {
      list.push_back(object_of(result));
      continue;
    }
    total.read += result.counts.read;
    total.inserted += result.counts.inserted;
    total.updated += result.counts.updated;
    total.deleted += result.counts.deleted;
    total.rejected += result.counts.rejected;
    list.push_back(object_of(result));
  }
  ordered_json out = {{"rows_read", total.read},
                      {"inserted", total.inserted},
                      {"updated", total.updated},
                      {"deleted", total.deleted},
                      {"unchanged", equal_rows(total)}};
  if (rejected > 0) out["rejected"] = rejected;
  out["data_sets"] = std::move(list);
  return out;
}

std::string table_of(std::span<const DataSetResult> results) {
  std::size_t width = std::string_view("TABLE").size();
  for (const DataSetResult& result : results) width = std::max(width, result.table.size());
  const bool rejects = std::ranges::any_of(results, [](const auto& result) { return result.counts.rejected > 0; });
  const auto rejected = [&](std::string_view text) { return rejects ? std::format("  {:>10}", text) : std::string(); };
  std::string out =
      std::format("{:<{}}  {:<10}  {:>10}  {:>10}  {:>10}  {:>10}  {:>10}{}  {:>8}\n", "TABLE", width, "RESULT", "ROWS",
                  "INSERTED", "UPDATED", "DELETED", "UNCHANGED", rejected("REJECTED"), "SECONDS");
  for (const DataSetResult& result : results) {
    const Counts& counts = result.counts;
    const std::string bad = rejected(std::to_string(counts.rejected));
    if (result.action == Action::unchanged) {
      out += std::format("{:<{}}  {:<10}", result.table, width, in_words(result.action));
      if (counts.rejected > 0) out += std::format("{:60}{}", "", bad);
      out += '\n';
      continue;
    }
    if (is_script(result.action)) {
      out += std::format("{:<{}}  {:<10}  {:>{}.2f}\n", result.table, width, in_words(result.action),
                         std::chrono::duration<double>(result.duration).count(), rejects ? 80 : 68);
      continue;
    }
    out += std::format("{:<{}}  {:<10}  {:>10}  {:>10}  {:>10}  {:>10}  {:>10}{}  {:>8.2f}\n", result.table, width,
                       in_words(result.action), counts.read, counts.inserted, counts.updated, counts.deleted,
                       equal_rows(counts), bad, std::chrono::duration<double>(result.duration).count());
  }
  return out;
}

void warn_of_rejects(std::span<const DataSetResult> results) {
  for (const DataSetResult& result : results) {
    if (result.counts.rejected == 0) continue;
    const auto rejected = static_cast<std::size_t>(result.counts.rejected);
    const std::string_view when = result.action == Action::loaded       ? "rejected"
                                  : result.action == Action::would_load ? "would be rejected"
                                                                        : "rejected when it was brought";
    platform::log::warning("rows_rejected",
                           std::format("{}: {} of {} {}: see chandler.dataset_reject", result.table,
                                       core::text::counted(rejected, "row"), result.file, when),
                           {{"data_set", result.table}, {"source", result.file}, {"rejected", rejected}});
  }
}

std::string changes_of(std::span<const DataSetResult> results) {
  std::string out;
  for (const DataSetResult& result : results) {
    if (!result.changes.empty()) out += std::format("\n{}\n", result.table);
    for (const RowChange& change : result.changes) out += std::format("  {}\n", line_of(change));
  }
  return out;
}

void log_results(std::span<const DataSetResult> results) {
  for (const DataSetResult& result : results) {
    if (result.action == Action::unchanged) {
      platform::log::info("data_set_unchanged", std::format("{}: unchanged", result.table),
                          {{"data_set", result.table}, {"source", result.file}});
      continue;
    }
    if (is_script(result.action)) {
      platform::log::info(result.action == Action::ran ? "script_ran" : "script_would_run",
                          std::format("{}: {}", result.file, in_words(result.action)),
                          {{"source", result.file}, {"duration_ms", result.duration.count()}});
      continue;
    }
    const Counts& counts = result.counts;
    platform::log::info(result.action == Action::loaded ? "data_set_loaded" : "data_set_would_load",
                        std::format("{}: {} rows read, {} inserted, {} updated, {} deleted, {} unchanged", result.table,
                                    counts.read, counts.inserted, counts.updated, counts.deleted, equal_rows(counts)),
                        {{"data_set", result.table},
                         {"source", result.file},
                         {"rows_read", counts.read},
                         {"inserted", counts.inserted},
                         {"updated", counts.updated},
                         {"deleted", counts.deleted},
                         {"unchanged", equal_rows(counts)},
                         {"rejected", counts.rejected},
                         {"duration_ms", result.duration.count()}});
    for (const RowChange& change : result.changes) {
      platform::log::info("row_would_change", line_of(change), {{"data_set", result.table}});
    }
  }
}

}  // namespace chandler::dataset
