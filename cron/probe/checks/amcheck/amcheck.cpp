#include <algorithm>
#include <format>
#include <list>
#include <thread>

#include "cron/probe/checks/amcheck/coverage.hpp"
#include "cron/probe/checks/amcheck/worker.hpp"
#include "cron/probe/checks/checks.hpp"

namespace chandler::probe {
namespace {

using namespace amcheck;  // NOLINT(google-build-using-namespace): this file is its front
using platform::postgres::Session;

Seconds now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

// What no function may be called for is left out; why was said.
void keep_allowed(Relations& relations, const Functions& functions) {
  std::erase_if(relations.checkable, [&](const Relation& relation) {
    switch (relation.method) {
      case Method::btree:
        return functions.index_check.empty() && functions.index_parent_check.empty();
      case Method::gin:
        return functions.gin_check.empty();
      case Method::heap:
        return functions.verify_heap.empty();
    }
    return true;
  });
}

// Of relations that are there no more nothing is kept.
Kept recall(const Context& context, const Relations& relations) {
  Kept kept = read_kept(context.memory);
  std::map<std::uint32_t, Record> there;
  for (const Relation& relation : relations.checkable) {
    if (const auto found = kept.records.find(relation.oid); found != kept.records.end()) there.insert(*found);
  }
  kept.records = std::move(there);
  return kept;
}

// The caller's thread is a worker itself; what keeps the memory runs on it alone.
void work(Context& context, Agenda& agenda, const Functions& functions, Found& found) {
  static constexpr std::chrono::seconds pause{5};
  Clock::time_point next_save = Clock::now() + pause;
  const auto save = [&] {
    if (!context.save || Clock::now() < next_save) return;
    context.memory = to_memory(agenda.kept());
    context.save();
    next_save = Clock::now() + pause;
  };
  std::list<Session> sessions;
  std::vector<std::jthread> threads;
  for (int i = 1; i < context.options.jobs; ++i) {
    auto session = context.connect();
    if (!session) break;  // fewer connections do it, too
    sessions.push_back(*std::move(session));
    threads.emplace_back([&, mine = &sessions.back()] { Worker(context, *mine, agenda, functions, found).run(); });
  }
  Worker(context, context.session, agenda, functions, found, save).run();
}

Finding too_long(const Agenda& agenda, std::size_t relation) {
  const auto takes = std::chrono::ceil<std::chrono::seconds>(agenda.expected(relation));
  return {.id = "amcheck.too_long",
          .severity = Severity::unchecked,
          .object = describe(agenda.relation(relation)),
          .figures = {{.name = "expected_seconds", .value = std::int64_t{takes.count()}}},
          .meaning = std::format(
              "an index is checked in one go, and this one takes about {} s: more than the time budget", takes.count()),
          .remedy = std::format("give one run a --time-budget of {} s or more", takes.count() * 6 / 5 + 1)};
}

Outcome run(Context& context) {
  Outcome outcome;
  auto extension = find_extension(context);
  if (!extension) {
    outcome.error = std::move(extension.error());
    return outcome;
  }
  outcome.findings = std::move(extension->findings);
  const Functions& functions = extension->functions;
  auto relations = read_relations(context.session, !functions.gin_check.empty());
  if (!relations) {
    outcome.error = std::move(relations.error());
    return outcome;
  }
  keep_allowed(*relations, functions);
  if (relations->checkable.empty()) {
    outcome.summary = "nothing could be looked into";
    return outcome;
  }
  Kept kept = recall(context, *relations);
  const Seconds earlier_run = kept.last_run;
  kept.last_run = now();
  std::vector<Task> tasks = context.remembers ? by_risk(relations->checkable, kept.records)
                                              : by_date(relations->checkable, relations->block_bytes, kept.last_run);
  Agenda agenda(*std::move(relations), std::move(tasks), std::move(kept), context.deadline);
  Found found;
  work(context, agenda, functions, found);

  context.memory = to_memory(agenda.kept());
  std::ranges::move(found.take(), std::back_inserter(outcome.findings));
  outcome.error = found.error();
  for (const std::size_t relation : agenda.too_long()) outcome.findings.push_back(too_long(agenda, relation));
  const Coverage seen = coverage(agenda.relations(), agenda.states(), agenda.kept(), earlier_run, now());
  outcome.whole = seen.whole_now();
  outcome.summary = summary(seen, context.remembers, agenda.relations().others, now());
  outcome.figures = figures(seen, now());
  if (found.busy) outcome.summary += "; ended early, as the server was busy";
  if (seen.checked_bytes == 0 && seen.bytes > 0 && !outcome.error && outcome.findings.empty()) {
    outcome.findings.push_back({.id = "amcheck.nothing_done",
                                .severity = Severity::unchecked,
                                .object = {},
                                .figures = {},
                                .meaning = found.busy ? "the server was busy, so that nothing was looked into"
                                                      : "the time budget was too small for anything",
                                .remedy = found.busy ? "run it at another time, or with --regardless-of-load"
                                                     : "give a larger --time-budget"});
  }
  return outcome;
}

}  // namespace

const Check amcheck_check{
    .name = "amcheck",
    .proves =
        "That B-tree indexes (and GIN ones, from 18 on) are sound and hold every row of their tables, and that every "
        "row of "
        "tables, materialized views and TOAST can be read. Not that a page of a table was not emptied, nor that unique "
        "values stand once: duplicates looks.",
    .cost =
        "reads all of the database, about a second for each 300 MB, within --time-budget; the next run goes on there",
    .rights =
        "EXECUTE on amcheck's functions bt_index_check and verify_heapam (pg_amcheck's rights), no right on tables",
    .own_transactions = true,
    .run = run};

}  // namespace chandler::probe
