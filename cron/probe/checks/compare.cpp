#include <format>

#include "cron/probe/checks/checks.hpp"
#include "cron/probe/compare/address.hpp"
#include "cron/probe/compare/comparison.hpp"

namespace chandler::probe {
namespace {

Outcome without(const core::Error& error) {
  Outcome outcome;
  outcome.summary = "nothing was compared";
  outcome.findings.push_back({.id = error.code == "compare.bad_address" ? error.code : "compare.no_other_database",
                              .severity = Severity::unchecked,
                              .object = "the other database",
                              .figures = {},
                              .meaning = error.message + (error.where.empty() ? "" : std::format(" ({})", error.where)),
                              .remedy = error.hint});
  return outcome;
}

Outcome run(Context& context) {
  const auto address = compare::parse_address(context.argument);
  if (!address) return without(address.error());
  const auto settings = compare::settings_of(*address, context.environment);
  if (!settings) return without(settings.error());
  auto there = context.connect_to(*settings);
  if (!there) return without(there.error());
  compare::Sides sides(context, *std::move(there));
  return compare::Comparison(sides, context, *address, settings->describe()).run();
}

}  // namespace

const Check compare_check{
    .name = "compare",
    .proves =
        "That tables hold the same rows as those of another database: a replica, a copy, the source of a move. "
        "Not that either is right; not of tables without a primary key, nor of large objects.",
    .cost =
        "reads and hashes every row of the tables once, in both servers at the same time, one connection each; a "
        "snapshot on both for as long as a table takes",
    .rights = "SELECT on the tables in both databases (pg_read_all_data has it)",
    .by_default = false,
    .takes_argument = true,
    .shown = compare::shown,
    .run = run};

}  // namespace chandler::probe
