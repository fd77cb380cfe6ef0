#include <format>

#include "core/text/number.hpp"
#include "cron/probe/checks/ask.hpp"
#include "cron/probe/checks/checks.hpp"

namespace chandler::probe {
namespace {

// Shared objects are in no database.
constexpr std::string_view sql =
    "SELECT coalesce(datname, ''), checksum_failures, checksum_last_failure::text, stats_reset::text "
    "FROM pg_stat_database WHERE checksum_failures IS NOT NULL ORDER BY datname";

std::int64_t failures_before(const Memory& memory, const std::string& key) {
  const auto found = memory.find(key);
  if (found == memory.end()) return 0;
  return core::text::parse_whole(found->second, 0, std::numeric_limits<std::int64_t>::max()).value_or(0);
}

Outcome run(Context& context) {
  std::int64_t all = 0;
  bool counted = false;
  Outcome outcome = ask(context, sql, [&](const auto& rows, int row, Outcome& found) {
    counted = true;
    const std::string database(rows.text(row, 0));
    const std::int64_t failures = rows.integer(row, 1);
    // Behind a reset of the statistics they count from nothing.
    const std::string key = std::format("{}/{}", database, rows.text(row, 3));
    const std::int64_t grown = failures - failures_before(context.memory, key);
    context.memory[key] = std::to_string(failures);
    all += failures;
    if (failures == 0) return;
    const std::string object = database.empty() ? "shared catalogues" : "database " + database;
    found.findings.push_back(
        {.id = grown > 0 ? "checksum_failures.growing" : "checksum_failures.seen",
         .severity = grown > 0 ? Severity::problem : Severity::warning,
         .object = object,
         .figures = {{.name = "failures", .value = failures},
                     {.name = "new_failures", .value = grown},
                     {.name = "last_failure", .value = std::string(rows.text(row, 2))}},
         .meaning = std::format("{} pages were read whose checksum is wrong, {} of them since the last look: they were "
                                "changed on their way to the disk and back",
                                failures, grown),
         .remedy = "the server's log names file and block (\"page verification failed\"). Take a copy of the files, "
                   "restore from a backup or fail over to a replica that has none, and replace the disk"});
  });
  outcome.summary = counted ? std::format("{} failures", all) : "not counted: the server has no checksums";
  outcome.figures = {{.name = "failures", .value = all}};
  return outcome;
}

}  // namespace

const Check checksum_failures_check{
    .name = "checksum_failures",
    .proves = "That no page with a wrong checksum was read since statistics were reset. Not of pages nobody reads.",
    .cost = "one query on statistics",
    .rights = "any role",
    .per_cluster = true,
    .run = run};

}  // namespace chandler::probe
