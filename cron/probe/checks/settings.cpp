#include <array>
#include <format>

#include "cron/probe/checks/ask.hpp"
#include "cron/probe/checks/checks.hpp"

namespace chandler::probe {
namespace {

struct Protection {
  std::string_view setting;
  std::string_view safe;
  Severity severity;  // when it is not
  std::string_view meaning;
};

constexpr auto protections = std::to_array<Protection>(
    {{"fsync", "on", Severity::problem, "after a crash of the machine the database may be damaged beyond repair"},
     {"full_page_writes", "on", Severity::problem,
      "a page that was half written when the machine crashed stays so, unless the file system writes whole pages "
      "(ZFS)"},
     {"synchronous_commit", "on", Severity::warning,
      "a crash loses the last transactions that were told to have committed"},
     {"zero_damaged_pages", "off", Severity::problem, "a damaged page is emptied when it is read, without an error"},
     {"ignore_checksum_failure", "off", Severity::problem, "a page with a wrong checksum is read as if it were right"},
     {"ignore_invalid_pages", "off", Severity::problem, "recovery skips pages that it does not find"},
     {"autovacuum", "on", Severity::problem, "nothing is vacuumed until transaction ids run out"},
     {"track_counts", "on", Severity::problem, "autovacuum does not know where there is work"}});

const Protection* protection_of(std::string_view setting) {
  for (const Protection& each : protections)
    if (each.setting == setting) return &each;
  return nullptr;
}

// Stronger than "on" is as good: synchronous_commit has remote_apply and remote_write.
bool is_safe(const Protection& protection, std::string_view value) {
  return value == protection.safe ||
         (protection.setting == "synchronous_commit" && (value == "remote_apply" || value == "remote_write"));
}

constexpr std::string_view sql = R"(
SELECT name, setting, source FROM pg_settings
WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'zero_damaged_pages', 'ignore_checksum_failure',
               'ignore_invalid_pages', 'autovacuum', 'track_counts')
UNION ALL
SELECT split_part(setting, '=', 1), split_part(setting, '=', 2),
       coalesce('role ' || setrole::regrole::text, 'database ' || current_database())
FROM (SELECT setdatabase, nullif(setrole, 0) AS setrole, unnest(setconfig) AS setting FROM pg_db_role_setting) s
WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
  AND split_part(setting, '=', 1) = 'synchronous_commit'
ORDER BY 1, 3)";

Outcome run(Context& context) {
  Outcome outcome = ask(context, sql, [](const auto& rows, int row, Outcome& found) {
    const std::string setting(rows.text(row, 0));
    const std::string value(rows.text(row, 1));
    const Protection* const protection = protection_of(setting);
    if (protection == nullptr || is_safe(*protection, value)) return;
    found.findings.push_back(
        {.id = "settings." + setting,
         .severity = protection->severity,
         .object = "setting " + setting,
         .figures = {{.name = "value", .value = value}, {.name = "source", .value = std::string(rows.text(row, 2))}},
         .meaning = std::string(protection->meaning),
         .remedy = std::format("ALTER SYSTEM SET {} = {}, and reload; it was set by: {}", setting, protection->safe,
                               rows.text(row, 2))});
  });
  outcome.summary = std::format("{} looked at", protections.size());
  return outcome;
}

}  // namespace

const Check settings_check{.name = "settings",
                           .proves = "That no setting takes a protection of the data away.",
                           .cost = "one query",
                           .rights = "any role",
                           .run = run};

}  // namespace chandler::probe
