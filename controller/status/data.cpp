#include "controller/status/data.hpp"

#include <algorithm>
#include <format>
#include <iterator>
#include <ranges>
#include <set>

#include "core/text/counted.hpp"

namespace chandler::controller::status {
namespace {

using core::Outcome;
using core::ReportedDataSet;

bool brings(const Reported& reported) {
  return reported.report.tool == "load" || reported.report.tool == "refresh";
}

DataSet& find_or_add(std::vector<DataSet>& sets, const std::string& name) {
  const auto found = std::ranges::find(sets, name, &DataSet::name);
  if (found != sets.end()) return *found;
  DataSet& added = sets.emplace_back();
  added.name = name;
  return added;
}

void note(std::vector<DataSet>& sets, const Reported& reported, const std::string& by) {
  if (!brings(reported) || reported.report.outcome != Outcome::done) return;
  for (const ReportedDataSet& each : reported.report.data_sets) {
    DataSet& set = find_or_add(sets, each.table);
    if (set.loaded && *set.loaded > reported.at) continue;
    set.outcome = each.action.empty() ? "done" : each.action;
    if (each.rows) set.rows = each.rows;
    set.loaded = reported.at;
    set.fresh_until = each.fresh_for ? std::optional<Time>(reported.at + *each.fresh_for) : std::nullopt;
    set.by = by;
    set.message = {};
    if (each.rejected.value_or(0) > 0) {
      set.message = std::format("{} rejected: see chandler.dataset_reject",
                                core::text::counted(static_cast<std::size_t>(*each.rejected), "row"));
    }
  }
}

// What the last run that went well told of; empty: it had no room to say.
void add_listed(std::span<const Reported> reports, std::set<std::string>& names, bool& known) {
  const auto last = std::ranges::find_if(reports | std::views::reverse, [](const Reported& each) {
    return brings(each) && each.report.outcome == Outcome::done;
  });
  if (last == std::ranges::rend(reports) || last->report.data_sets.empty()) {
    known = false;
    return;
  }
  for (const ReportedDataSet& each : last->report.data_sets) names.insert(each.table);
}

// A data set that is brought no more ages for ever.
void drop_what_is_brought_no_more(std::vector<DataSet>& sets, const DataSources& sources) {
  std::set<std::string> names;
  bool known = true;
  if (sources.loads) add_listed(sources.pods, names, known);
  if (sources.refreshes) add_listed(sources.runs, names, known);
  if (known) std::erase_if(sets, [&](const DataSet& set) { return !names.contains(set.name); });
}

bool last_failed(std::span<const Reported> reports) {
  const auto last = std::ranges::find_if(reports | std::views::reverse, brings);
  return last != std::ranges::rend(reports) && last->report.outcome != Outcome::done;
}

// Coarse, since each change is a write.
std::string age(std::chrono::microseconds past) {
  using namespace std::chrono;
  if (past < hours(1)) return "stale";
  if (past < hours(48)) return std::format("stale {}h", floor<hours>(past).count());
  return std::format("stale {}d", floor<days>(past).count());
}

std::string summary_of(const Data& data, const DataSources& sources, Time now) {
  const auto old = stale(data, now);
  if (!old.empty()) {
    const auto least = std::ranges::min_element(old, {}, [](const DataSet* set) { return *set->fresh_until; });
    return age(now - *(*least)->fresh_until);
  }
  if (sources.refresh_failed || last_failed(sources.pods)) return "failed";
  if (data.data_sets.empty()) return {};
  const bool promised =
      std::ranges::any_of(data.data_sets, [](const DataSet& set) { return set.fresh_until.has_value(); });
  return promised ? "fresh" : "loaded";
}

}  // namespace

std::vector<const DataSet*> stale(const Data& data, Time now) {
  std::vector<const DataSet*> old;
  for (const DataSet& set : data.data_sets) {
    if (set.fresh_until && *set.fresh_until < now) old.push_back(&set);
  }
  return old;
}

std::optional<Data> data_of(const DataSources& sources, Time now) {
  Data data{.summary = {}, .data_sets = sources.before ? sources.before->data_sets : std::vector<DataSet>()};
  for (const Reported& each : sources.pods)
    note(data.data_sets, each, std::format("pod/{}", each.pod->metadata.key.name));
  for (const Reported& each : sources.runs) {
    const auto& job = each.pod->metadata.controller;
    note(data.data_sets, each, std::format("job/{}", job ? job->name : each.pod->metadata.key.name));
  }
  drop_what_is_brought_no_more(data.data_sets, sources);
  std::ranges::sort(data.data_sets, {}, &DataSet::name);
  data.summary = summary_of(data, sources, now);
  if (data.data_sets.empty() && data.summary.empty()) return std::nullopt;
  return data;
}

}  // namespace chandler::controller::status
