#include <format>

#include "cron/probe/checks/ask.hpp"
#include "cron/probe/checks/checks.hpp"
#include "dataset/status/status.hpp"

namespace chandler::probe {
namespace {

Outcome run(Context& context) {
  Outcome outcome = ask(context, "SELECT to_regclass('chandler.dataset_load') IS NOT NULL",
                        [](const auto& rows, int row, Outcome& found) {
                          if (!rows.boolean(row, 0)) found.summary = "no data sets: Chandler loaded nothing here";
                        });
  if (outcome.error || !outcome.summary.empty()) return outcome;
  auto status = dataset::read_status(context.session);
  if (!status) {
    outcome.error = std::move(status.error());
    return outcome;
  }
  for (const dataset::DataSetStatus& each : *status) {
    if (each.stale()) {
      outcome.findings.push_back(
          {.id = "freshness.stale",
           .severity = Severity::problem,
           .object = "data set " + each.table,
           .figures = {{.name = "age_seconds", .value = std::int64_t{each.age->count()}},
                       {.name = "fresh_for_seconds", .value = std::int64_t{each.fresh_for->count()}},
                       {.name = "source", .value = each.source}},
           .meaning = "it is older than its fresh_for promises",
           .remedy = "run chandler refresh; if its runs fail, chandler load status says why"});
    }
    if (each.failures > 0) {
      outcome.findings.push_back(
          {.id = "freshness.failing",
           .severity = Severity::warning,
           .object = "data set " + each.table,
           .figures = {{.name = "failures", .value = std::int64_t{each.failures}}},
           .meaning = "its last loads or refreshes failed: " + each.error,
           .remedy = "mend what the message names; the data is that of the last that went well"});
    }
  }
  outcome.summary = std::format("{} data sets", status->size());
  return outcome;
}

}  // namespace

const Check freshness_check{
    .name = "freshness",
    .proves = "That no data set is older than promised. Not for data that Chandler did not load.",
    .cost = "one query on chandler.dataset_load",
    .rights = "SELECT on the ledger's tables in the schema chandler",
    .run = run};

}  // namespace chandler::probe
