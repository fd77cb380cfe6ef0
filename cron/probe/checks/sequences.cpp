#include <algorithm>
#include <format>

#include "cron/probe/checks/ask.hpp"
#include "cron/probe/checks/checks.hpp"

namespace chandler::probe {
namespace {

// The column that it feeds may have less room than the sequence itself: serial on an integer that was not widened.
// A sequence that one may not read has no last value: it is counted.
constexpr std::string_view sql = R"(
SELECT format('%I.%I', s.schemaname, s.sequencename),
       CASE WHEN a.attname IS NULL THEN '' ELSE format('%s.%I', a.attrelid::regclass, a.attname) END,
       s.last_value, s.increment_by > 0,
       CASE WHEN s.increment_by > 0 THEN
              least(s.max_value, CASE a.atttypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647 END)
            ELSE greatest(s.min_value,
              CASE a.atttypid WHEN 'int2'::regtype THEN -32768 WHEN 'int4'::regtype THEN -2147483648 END) END,
       s.start_value, s.cycle,
       coalesce(format_type(a.atttypid, NULL), ''),
       has_sequence_privilege(c.oid, 'SELECT') OR has_sequence_privilege(c.oid, 'USAGE')
FROM pg_sequences s
JOIN pg_namespace n ON n.nspname = s.schemaname
JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = s.sequencename
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
                     AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
ORDER BY 1)";

constexpr double warning_at = 0.75;
constexpr double problem_at = 0.9;

struct Tally {
  std::int64_t seen = 0;
  std::int64_t hidden = 0;
  double worst = 0;
};

void read(const platform::postgres::Result& rows, int row, Outcome& outcome, Tally& tally) {
  ++tally.seen;
  if (!rows.boolean(row, 8)) {
    ++tally.hidden;
    return;
  }
  if (rows.is_null(row, 2) || rows.boolean(row, 6)) return;  // never used; begins anew at its end
  const std::string name(rows.text(row, 0));
  const std::string column(rows.text(row, 1));
  const auto last = static_cast<double>(rows.integer(row, 2));
  const auto limit = static_cast<double>(rows.integer(row, 4));
  const double used = limit == 0 ? 0 : std::clamp(last / limit, 0.0, 1.0);
  tally.worst = std::max(tally.worst, used);
  if (used < warning_at) return;
  outcome.findings.push_back(
      {.id = "sequences.near_end",
       .severity = used >= problem_at ? Severity::problem : Severity::warning,
       .object = "sequence " + name,
       .figures = {{.name = "column", .value = column},
                   {.name = "last_value", .value = rows.integer(row, 2)},
                   {.name = "limit", .value = rows.integer(row, 4)},
                   {.name = "used_percent", .value = used * 100}},
       .meaning = std::format("{:.0f} % of its values are given out; behind the last one every INSERT fails{}",
                              used * 100, column.empty() ? "" : std::format(" ({} is {})", column, rows.text(row, 7))),
       .remedy = column.empty()
                     ? std::format("ALTER SEQUENCE {} AS bigint NO MAXVALUE", name)
                     : std::format("widen the column to bigint: by a second column, a trigger and a swap, since ALTER "
                                   "COLUMN {} TYPE bigint rewrites the table under an exclusive lock; then ALTER "
                                   "SEQUENCE {} AS bigint",
                                   column, name)});
}

Outcome run(Context& context) {
  Tally tally;
  Outcome outcome =
      ask(context, sql, [&](const auto& rows, int row, Outcome& found) { read(rows, row, found, tally); });
  if (tally.hidden > 0) {
    outcome.findings.push_back(
        {.id = "sequences.hidden",
         .severity = Severity::unchecked,
         .object = {},
         .figures = {{.name = "sequences", .value = tally.hidden}},
         .meaning = std::format("{} sequences may not be read by this role", tally.hidden),
         .remedy = "GRANT SELECT ON ALL SEQUENCES IN SCHEMA … TO this role, or pg_read_all_data"});
  }
  outcome.summary = std::format("{} sequences, the fullest at {:.0f} %", tally.seen, tally.worst * 100);
  outcome.figures = {{.name = "sequences", .value = tally.seen},
                     {.name = "fullest_percent", .value = tally.worst * 100}};
  return outcome;
}

}  // namespace

const Check sequences_check{.name = "sequences",
                            .proves = "That no sequence comes near its end, or that of the column that it feeds.",
                            .cost = "one query, which reads each sequence's page",
                            .rights = "SELECT on the sequences (pg_read_all_data has it)",
                            .run = run};

}  // namespace chandler::probe
