#include <algorithm>
#include <format>

#include "cron/probe/checks/ask.hpp"
#include "cron/probe/checks/checks.hpp"

namespace chandler::probe {
namespace {

// The server stops handing out ids 3 million before 2^31 are used up:
// https://www.postgresql.org/docs/17/routine-vacuuming.html#VACUUM-FOR-WRAPAROUND
constexpr double limit = 2'147'483'648.0 - 3'000'000.0;
constexpr double problem_at = 0.75;

// Above its setting autovacuum begins to freeze whatever happens; twice that, and it does not come through.
constexpr std::string_view sql = R"(
SELECT datname, age(datfrozenxid)::bigint, current_setting('autovacuum_freeze_max_age')::bigint,
       mxid_age(datminmxid)::bigint, current_setting('autovacuum_multixact_freeze_max_age')::bigint
FROM pg_database WHERE datallowconn ORDER BY 1)";

struct Counter {
  std::string_view id;
  std::string_view name;
  std::string_view age_of_table;
};
constexpr Counter transactions{
    .id = "wraparound.transactions", .name = "transaction ids", .age_of_table = "age(relfrozenxid)"};
constexpr Counter multixacts{
    .id = "wraparound.multixacts", .name = "multixact ids", .age_of_table = "mxid_age(relminmxid)"};

void judge(const Counter& counter, std::string database, std::int64_t age, std::int64_t setting, Outcome& outcome) {
  const double used = static_cast<double>(age) / limit;
  const double warning_at = std::min(2 * static_cast<double>(setting) / limit, problem_at - 0.1);
  if (used < warning_at) return;
  outcome.findings.push_back(
      {.id = std::string(counter.id),
       .severity = used >= problem_at ? Severity::problem : Severity::warning,
       .object = "database " + database,
       .figures = {{.name = "age", .value = age},
                   {.name = "freeze_max_age", .value = setting},
                   {.name = "used_percent", .value = used * 100}},
       .meaning =
           std::format("{:.0f} % of the {} are in use; at 100 % the server takes no more writes. Vacuum does not "
                       "come through: a long transaction, a prepared one, a slot, or a table that it cannot do",
                       used * 100, counter.name),
       .remedy = std::format("find what holds it back (pg_stat_activity.backend_xmin, pg_prepared_xacts, "
                             "pg_replication_slots), end it, and VACUUM (FREEZE, VERBOSE) the oldest tables: SELECT "
                             "oid::regclass FROM pg_class WHERE relkind IN ('r','m','t') ORDER BY {} DESC LIMIT 10",
                             counter.age_of_table)});
}

Outcome run(Context& context) {
  double worst = 0;
  Outcome outcome = ask(context, sql, [&](const auto& rows, int row, Outcome& found) {
    const std::string database(rows.text(row, 0));
    judge(transactions, database, rows.integer(row, 1), rows.integer(row, 2), found);
    judge(multixacts, database, rows.integer(row, 3), rows.integer(row, 4), found);
    worst = std::max(
        {worst, static_cast<double>(rows.integer(row, 1)) / limit, static_cast<double>(rows.integer(row, 3)) / limit});
  });
  outcome.summary = std::format("the oldest database has used {:.0f} % of its ids", worst * 100);
  outcome.figures = {{.name = "used_percent", .value = worst * 100}};
  return outcome;
}

}  // namespace

const Check wraparound_check{.name = "wraparound",
                             .proves = "That transaction and multixact ids do not run out.",
                             .cost = "one query",
                             .rights = "any role",
                             .per_cluster = true,
                             .run = run};

}  // namespace chandler::probe
