#include "init/migrate/by_hand.hpp"

#include <algorithm>
#include <format>
#include <memory>
#include <utility>

#include "init/migrate/apply/prepared_file.hpp"
#include "init/migrate/database/pooler.hpp"
#include "init/migrate/run/lock_wait.hpp"
#include "init/migrate/run/standing.hpp"
#include "init/migrate/source/folder.hpp"
#include "platform/postgres/wait.hpp"

namespace chandler::migrate {
namespace {

using platform::postgres::Session;

// A connection, the folder, and how the two stand.
struct Sight {
  Folder folder;
  Session session;
  Standing standing;

  Sight(const Options& options, Folder opened, Session connected)
      : folder(std::move(opened)), session(std::move(connected)), standing(options, folder, Detail::status) {}

  core::Expected<Survey> survey() const {
    return standing.layout().upkeep().survey(folder, standing.history(), standing.settings());
  }
};

core::Expected<std::unique_ptr<Sight>> look(const Options& options, const std::stop_token& stop) {
  auto folder = Folder::open(options.source);
  if (!folder) return std::unexpected(folder.error());
  auto session = platform::postgres::connect_when_ready(options.database, {.application_name = "chandler migrate"},
                                                        {.timeout = options.wait}, stop);
  if (!session) return std::unexpected(session.error());
  auto sight = std::make_unique<Sight>(options, *std::move(folder), *std::move(session));
  if (auto looked = sight->standing.look(sight->session); !looked) return std::unexpected(looked.error());
  return sight;
}

// What is wrong with the pending files themselves.
void check_files(const Sight& sight, std::vector<core::Error>& problems) {
  const auto plan = sight.standing.layout().plan(sight.folder, sight.standing.history(), sight.standing.settings());
  if (!plan) {
    problems.push_back(plan.error());
    return;
  }
  for (const Step& step : plan->pending) {
    if (const auto file = prepare(step, sight.standing, sight.folder); !file) problems.push_back(file.error());
  }
}

core::Expected<std::vector<Repair>> find_repairs(const Sight& sight, std::optional<Interrupted> interrupted) {
  const auto survey = sight.survey();
  if (!survey) return std::unexpected(survey.error());
  const auto failed = std::ranges::find(survey->entries, Condition::failed, &Entry::condition);
  if (failed != survey->entries.end() && !interrupted) {
    const std::string& name = failed->file.empty() ? failed->version : failed->file;
    return std::unexpected(core::Error{
        .outcome = core::Outcome::usage,
        .code = "migrate.interrupted",
        .message = std::format("{} was begun and not ended, and only a person can tell whether it is in effect", name),
        .where = "--interrupted",
        .hint = "Look, then say --interrupted applied (it is, all of it) or not-applied (nothing of it is left)"});
  }
  return sight.standing.layout().upkeep().repair(sight.folder, sight.standing.history(), sight.standing.settings(),
                                                 interrupted.value_or(Interrupted::not_applied));
}

}  // namespace

core::Expected<Status> status(const Options& options, const std::stop_token& stop) {
  const auto sight = look(options, stop);
  if (!sight) return std::unexpected(sight.error());
  auto survey = (*sight)->survey();
  if (!survey) return std::unexpected(survey.error());
  return Status{.layout = std::string((*sight)->standing.layout().name()), .survey = *std::move(survey)};
}

core::Expected<Validation> validate(const Options& options, const std::stop_token& stop) {
  const auto sight = look(options, stop);
  if (!sight) return std::unexpected(sight.error());
  Validation out{.layout = std::string((*sight)->standing.layout().name())};
  const auto survey = (*sight)->survey();
  if (!survey) {
    out.problems.push_back(survey.error());
    return out;
  }
  out.migrations = survey->entries.size();
  for (const Entry& entry : survey->entries) {
    if (entry.problem) out.problems.push_back(*entry.problem);
  }
  // The plan stops at the first of these problems and would repeat it.
  if (out.problems.empty()) check_files(**sight, out.problems);
  return out;
}

core::Expected<std::vector<Repair>> repair(const Options& options, std::optional<Interrupted> interrupted,
                                           const std::stop_token& stop) {
  const auto sight = look(options, stop);
  if (!sight) return std::unexpected(sight.error());
  Session& session = (*sight)->session;
  if (options.dry_run) return find_repairs(**sight, interrupted);
  if (auto direct = refuse_transaction_pooler(session, stop); !direct) return std::unexpected(direct.error());
  LockWait lock((*sight)->session, (*sight)->standing, options.patience, stop);
  if (auto locked = lock.wait("a repair", [] { return true; }); !locked) return std::unexpected(locked.error());
  if (auto again = (*sight)->standing.look(session); !again) return std::unexpected(again.error());
  auto repairs = find_repairs(**sight, interrupted);
  if (!repairs || repairs->empty()) return repairs;
  std::string sql = "BEGIN;";
  for (const Repair& each : *repairs) sql += each.sql;
  if (auto done = session.run(sql + "COMMIT"); !done) {
    return std::unexpected(database_error(done.error(), "mending the history"));
  }
  return repairs;
}

}  // namespace chandler::migrate
