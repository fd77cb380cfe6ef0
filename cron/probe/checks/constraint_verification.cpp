#include "cron/probe/checks/constraint_verification.hpp"

#include <algorithm>
#include <format>
#include <tuple>

#include "core/text/counted.hpp"
#include "cron/probe/checks/amcheck/record.hpp"
#include "cron/probe/checks/amcheck/watch.hpp"
#include "cron/probe/checks/constraint_catalogue.hpp"

namespace chandler::probe {
namespace {

using platform::postgres::Answer;
using platform::postgres::Result;
using platform::postgres::ServerError;

constexpr RowLimits limits;
constexpr int most_told = 3;  // in the sentence; all that were named are in the figure

std::string object_of(const VerifiableConstraint& constraint) {
  return std::format("constraint {} on {}", constraint.name, constraint.table.name);
}

// "(id) = (7) at (0,3), with (account_id) = (987654)"
std::string row_of(const VerifiableConstraint& constraint, const Result& rows, int row) {
  enum Column { count, at, part, key, values };
  std::string out;
  if (!constraint.table.key_names.empty()) {
    out = std::format("({}) = ({}) ", constraint.table.key_names, rows.text(row, key));
  }
  out += std::format("at {}", rows.text(row, at));
  if (constraint.table.partitioned) out += std::format(" of {}", rows.text(row, part));
  if (constraint.key)
    out += std::format(", with {} = ({})", referring_columns(*constraint.key), rows.text(row, values));
  return out;
}

std::string offence(const VerifiableConstraint& constraint, bool single) {
  if (!constraint.key) return single ? "breaks it" : "break it";
  return std::format("{} to rows that {} does not hold", single ? "refers" : "refer", constraint.key->referenced);
}

Finding broken(const VerifiableConstraint& constraint, const Result& rows) {
  const std::int64_t found = rows.integer(0, 0);
  const std::int64_t count = std::min<std::int64_t>(found, limits.most_counted);
  std::string told;
  std::string all;
  for (int row = 0; row < rows.rows(); ++row) {
    const std::string text = row_of(constraint, rows, row);
    if (row < most_told) told += std::format("{}{}", told.empty() ? "" : "; ", text);
    all += std::format("{}{}", all.empty() ? "" : "; ", text);
  }
  return {.id = "constraints.broken",
          .severity = Severity::problem,
          .object = object_of(constraint),
          .figures = {{.name = "definition", .value = constraint.definition},
                      {.name = "rows", .value = count},
                      {.name = "rows_named", .value = all}},
          .meaning = std::format("{}{} of {} {}: {}{}", found > count ? "at least " : "",
                                 core::text::counted(static_cast<std::size_t>(count), "row"), constraint.table.name,
                                 offence(constraint, count == 1), told, count > most_told ? "; …" : ""),
          .remedy =
              "find out who wrote them (triggers that were disabled, session_replication_role, a restore of one "
              "table), then mend or DELETE these rows"};
}

Finding unverified(const VerifiableConstraint& constraint, std::string_view what, std::string meaning,
                   std::string remedy) {
  return {.id = std::format("constraints.{}", what),
          .severity = Severity::unchecked,
          .object = object_of(constraint),
          .figures = {},
          .meaning = std::move(meaning),
          .remedy = std::move(remedy)};
}

class Verification {
 public:
  Verification(Context& context, Outcome& outcome) : context_(context), outcome_(outcome), end_(share(context)) {}

  void run();

 private:
  static Clock::time_point share(const Context& context) {
    const auto now = Clock::now();
    return context.last ? context.deadline : now + (context.deadline - now) / 2;
  }
  bool verify(const VerifiableConstraint& constraint);
  Answer<Result> ask(const VerifiableConstraint& constraint);
  bool explain(const VerifiableConstraint& constraint, const ServerError& error, bool gave_way);
  bool is_gone(const VerifiableConstraint& constraint);

  Context& context_;
  Outcome& outcome_;
  const Clock::time_point end_;
  std::int64_t verified_ = 0;
  std::int64_t tried_ = 0;
};

// Plans without indexes: an index that lacks entries must not make rows look lost, nor hide them. A constraint that the
// planner trusts must not answer for its own rows.
Answer<Result> Verification::ask(const VerifiableConstraint& constraint) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(end_ - Clock::now());
  const auto set = context_.session.run(std::format(
      "BEGIN READ ONLY; SET LOCAL row_security = off; SET LOCAL constraint_exclusion = off; SET LOCAL enable_indexscan "
      "= off; SET LOCAL enable_indexonlyscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL statement_timeout = "
      "{}",
      std::max(left, std::chrono::milliseconds(1)).count()));
  if (!set) return std::unexpected(set.error());
  return context_.session.query(constraint.key ? orphans_query(constraint.table, *constraint.key, limits)
                                               : breaking_query(constraint.table, constraint.expression, limits));
}

// Dropped since the list was read.
bool Verification::is_gone(const VerifiableConstraint& constraint) {
  const auto there = context_.session.query("SELECT EXISTS (SELECT FROM pg_constraint WHERE oid = $1)",
                                            {std::to_string(constraint.oid)});
  return there && !there->boolean(0, 0);
}

// False: go no further.
bool Verification::explain(const VerifiableConstraint& constraint, const ServerError& error, bool gave_way) {
  if (error.stopped) return false;
  if (error.connection_lost) {
    outcome_.error = error;
    return false;
  }
  if (error.is("57014") && !gave_way) {
    // What had all of the time would have it all the next time, too.
    if (tried_ == 1) {
      outcome_.findings.push_back(unverified(constraint, "too_long", "there was no time to read its tables as a whole",
                                             "give a larger --time-budget, or --check constraints a run of its own"));
    }
    return false;
  }
  if (is_gone(constraint)) return true;
  if (gave_way) {
    outcome_.findings.push_back(unverified(constraint, "gave_way",
                                           "somebody waited for a lock on its tables: broken off",
                                           "run it again when no ALTER TABLE or the like is at work"));
  } else if (error.is("42501")) {
    outcome_.findings.push_back(
        unverified(constraint, "not_allowed", error.message,
                   "it wants SELECT on its tables, and BYPASSRLS where they have row security"));
  } else {
    const bool damaged = error.is("XX001") || error.is("XX002");
    outcome_.findings.push_back(
        unverified(constraint, error.is("55P03") ? "locked" : "failed", error.message,
                   damaged ? "chandler probe --check amcheck says what is damaged" : error.hint));
  }
  return true;
}

bool Verification::verify(const VerifiableConstraint& constraint) {
  if (!constraint.readable) {
    outcome_.findings.push_back(unverified(constraint, "not_allowed", "this role may not read its tables",
                                           "GRANT SELECT on them, or pg_read_all_data, to the probe's role"));
    return true;
  }
  if (Clock::now() >= end_ || !context_.go_on()) return false;
  ++tried_;
  amcheck::Watch watch(context_, context_.session);
  watch.begin();
  const auto rows = ask(constraint);
  const bool gave_way = watch.end();
  if (context_.session.alive() && context_.session.in_transaction()) (void)context_.session.run("ROLLBACK");
  if (!rows) return explain(constraint, rows.error(), gave_way);
  ++verified_;
  if (rows->rows() > 0) outcome_.findings.push_back(broken(constraint, *rows));
  return true;
}

void Verification::run() {
  auto constraints = read_verifiable(context_.session);
  if (!constraints) {
    outcome_.error = std::move(constraints.error());
    return;
  }
  amcheck::Kept kept = amcheck::read_kept(context_.memory);
  decltype(kept.records) records;
  for (const VerifiableConstraint& each : *constraints) records[each.oid] = kept.records[each.oid];
  kept.records = std::move(records);
  std::ranges::stable_sort(*constraints, {}, [&](const VerifiableConstraint& each) {
    return std::tuple(kept.records[each.oid].at, -each.pages);
  });
  for (const VerifiableConstraint& constraint : *constraints) {
    const std::int64_t tried = tried_;
    const bool goes_on = verify(constraint);
    // Also what failed: it must not keep the others from their turn.
    if (tried_ > tried) {
      kept.records[constraint.oid].at = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
      context_.memory = amcheck::to_memory(kept);
      if (context_.session.alive()) context_.save();
    }
    if (goes_on) continue;
    outcome_.whole = false;
    break;
  }
  const auto all = static_cast<std::int64_t>(constraints->size());
  outcome_.figures.push_back({.name = "constraints", .value = all});
  outcome_.figures.push_back({.name = "verified_constraints", .value = verified_});
  outcome_.summary += std::format("; {} of {} verified against the data", verified_, all);
  if (tried_ > 0 || outcome_.whole || outcome_.error) return;
  outcome_.findings.push_back({.id = "constraints.nothing_done",
                               .severity = Severity::unchecked,
                               .object = {},
                               .figures = {},
                               .meaning = "there was no time to verify a single constraint, or the server was busy",
                               .remedy = "give a larger --time-budget, or run it at another time"});
}

}  // namespace

void verify_constraints(Context& context, Outcome& outcome) {
  Verification(context, outcome).run();
}

}  // namespace chandler::probe
