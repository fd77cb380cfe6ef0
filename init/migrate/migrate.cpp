#include "init/migrate/migrate.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "core/text/counted.hpp"
#include "init/migrate/apply/apply.hpp"
#include "init/migrate/apply/show.hpp"
#include "init/migrate/database/database.hpp"
#include "init/migrate/database/pooler.hpp"
#include "init/migrate/layout/upkeep.hpp"
#include "init/migrate/lint/pending.hpp"
#include "init/migrate/run/lock_wait.hpp"
#include "init/migrate/run/standing.hpp"
#include "init/migrate/source/folder.hpp"
#include "platform/log/log.hpp"
#include "platform/postgres/keepalives.hpp"
#include "platform/postgres/wait.hpp"

namespace chandler::migrate {
namespace {

using Clock = std::chrono::steady_clock;
using platform::postgres::Session;
namespace log = platform::log;

// A failover takes this long with common operators; the connection is tried for as long each time.
constexpr std::chrono::seconds reconnect_wait{60};
constexpr int reconnects_without_progress = 5;

std::string count_of(std::size_t migrations) {
  return core::text::counted(migrations, "migration");
}

// One run, over as many connections as it takes.
class Run {
 public:
  Run(const Options& options, const Folder& folder, const std::stop_token& stop, Summary& summary)
      : options_(options),
        folder_(folder),
        stop_(stop),
        summary_(summary),
        standing_(options, folder, options.direction == Direction::up ? Detail::plan : Detail::status) {
    summary_.down = options.direction == Direction::down;
  }

  core::Expected<void> run();

 private:
  core::Expected<Session> connect(std::chrono::seconds wait) const;
  core::Expected<void> work(Session& session);
  core::Expected<void> look(Session& session);
  core::Expected<void> lint(Session& session);
  core::Expected<void> make_plan();
  core::Expected<Plan> planned() const;
  core::Expected<Baseline> due_baseline() const;
  core::Expected<void> show(Session& session);
  core::Expected<void> prepare_history(Session& session);
  core::Expected<void> require_empty_schema(Session& session) const;
  core::Expected<void> write_baseline(Session& session, const Baseline& baseline);
  core::Expected<void> apply(Session& session);
  void settle_doubt();
  void note(const Step& step, Clock::duration took);

  const Options& options_;
  const Folder& folder_;
  std::stop_token stop_;
  Summary& summary_;
  Standing standing_;
  std::optional<History> planned_from_;
  Plan plan_;
  bool linted_ = false;
  std::optional<Step> in_doubt_;  // was running when the connection was lost
};

core::Expected<Session> Run::connect(std::chrono::seconds wait) const {
  return platform::postgres::connect_when_ready(options_.database, {.application_name = "chandler migrate"},
                                                {.timeout = wait}, stop_);
}

core::Expected<void> Run::run() {
  auto session = connect(options_.wait);
  if (!session) return std::unexpected(session.error());
  int lost = 0;
  for (;;) {
    const std::size_t applied = summary_.applied;
    const auto history = planned_from_;
    auto done = work(*session);
    if (done || done.error().code != connection_lost) return done;
    lost = summary_.applied > applied || planned_from_ != history ? 1 : lost + 1;
    if (lost > reconnects_without_progress || stop_.stop_requested()) return done;
    // Whether the last file was committed is not known here: the history will tell, under the lock, which
    // the lost session's server process gives back only when it is through with it.
    log::warning("connection_lost", std::format("{}; connecting again", done.error().message));
    session = connect(std::max(options_.wait, reconnect_wait));
    if (!session) return std::unexpected(session.error());
  }
}

core::Expected<void> Run::work(Session& session) {
  if (auto looked = look(session); !looked) return looked;
  settle_doubt();
  auto judged = lint(session);
  if (options_.dry_run && (judged || judged.error().code != connection_lost)) {
    if (auto shown = show(session); !shown) return shown;
    return judged;  // a plan that is refused is shown all the same
  }
  if (!judged) return judged;
  const auto baseline = due_baseline();
  if (!baseline) return std::unexpected(baseline.error());
  if (plan_.pending.empty() && baseline->sql.empty()) return {};
  if (standing_.read_only()) {
    return std::unexpected(core::Error{
        .code = "database.read_only",
        .message = std::format("{} pending, but the database is read-only", count_of(plan_.pending.size())),
        .where = options_.database.describe(),
        .hint = "Connect to the primary: target_session_attrs=read-write in the address finds it among several hosts"});
  }
  if (auto direct = refuse_transaction_pooler(session, stop_); !direct) return direct;
  LockWait lock(session, standing_, options_.patience, stop_);
  const auto locked = lock.wait(count_of(plan_.pending.size()) + " pending", [this]() -> core::Expected<bool> {
    if (auto made = make_plan(); !made) return std::unexpected(made.error());
    return !plan_.pending.empty();
  });
  if (!locked) return std::unexpected(locked.error());
  if (!*locked) return {};
  if (auto watched = session.run(platform::postgres::server_keepalives(options_.database)); !watched) {
    return std::unexpected(database_error(watched.error(), "setting keep-alives"));
  }
  if (auto ready = prepare_history(session); !ready) return ready;
  return apply(session);
}

// Once a run, and before the lock: what is refused is refused whoever would apply it. Going down is what a
// person does by hand, and what it removes is what they want removed.
core::Expected<void> Run::lint(Session& session) {
  if (linted_ || options_.direction == Direction::down) return {};
  auto judged =
      lint::lint_before_run(session, standing_.layout(), folder_, standing_.settings(), plan_.pending, options_.lint);
  linted_ = judged.has_value();
  return judged;
}

core::Expected<void> Run::look(Session& session) {
  if (auto looked = standing_.look(session); !looked) return looked;
  summary_.layout = standing_.layout().name();
  return make_plan();
}

core::Expected<void> Run::make_plan() {
  if (planned_from_ == standing_.history()) return {};
  auto plan = planned();
  if (!plan) return std::unexpected(plan.error());
  if (!planned_from_) summary_.from_version = plan->from_version;
  planned_from_ = standing_.history();
  plan_ = *std::move(plan);
  summary_.to_version = plan_.from_version;
  summary_.pending = plan_.pending.size();
  summary_.ahead = plan_.ahead;
  return {};
}

core::Expected<Plan> Run::planned() const {
  const Layout& layout = standing_.layout();
  if (options_.direction == Direction::up) return layout.plan(folder_, standing_.history(), standing_.settings());
  auto plan = layout.upkeep().plan_down(folder_, standing_.history(), standing_.settings());
  if (!plan || options_.dry_run || plan->from_version == options_.down_from.value_or(plan->from_version)) return plan;
  // A lost connection: this very run may have brought it down a part of the way.
  if (planned_from_ && summary_.applied > 0) return plan;
  return std::unexpected(
      core::Error{.outcome = core::Outcome::could_not,
                  .code = "migrate.moved",
                  .message = std::format("the database was at version {}, and is at {} now: somebody else migrates it",
                                         or_none(*options_.down_from), or_none(plan->from_version)),
                  .where = standing_.settings().facts.database,
                  .hint = "Look again before going down"});
}

// Without SQL where none is asked for, or it is written already.
core::Expected<Baseline> Run::due_baseline() const {
  if (options_.baseline.empty()) return Baseline{};
  return standing_.layout().upkeep().baseline(folder_, standing_.history(), standing_.settings(), options_.baseline);
}

// A baseline is written for the look at what comes after it, and rolled back.
core::Expected<void> Run::show(Session& session) {
  const auto baseline = due_baseline();
  if (!baseline) return std::unexpected(baseline.error());
  if (!baseline->sql.empty()) {
    if (auto begun = session.run("BEGIN"); !begun) return std::unexpected(database_error(begun.error(), "beginning"));
    auto written = write_baseline(session, *baseline);
    (void)session.run("ROLLBACK");
    if (!written) return written;
  }
  summary_.plan = plan_;
  if (!options_.show_sql) return {};
  if (!baseline->sql.empty())
    options_.show_sql(std::format("-- baseline {}\n{}\n\n", options_.baseline, baseline->sql));
  for (const Step& step : plan_.pending) {
    if (auto shown = show_sql(step, standing_, folder_, options_); !shown) return shown;
  }
  return {};
}

core::Expected<void> Run::prepare_history(Session& session) {
  // What was read before the lock was had may be old by now.
  if (auto looked = look(session); !looked) return looked;
  const auto baseline = due_baseline();
  if (!baseline) return std::unexpected(baseline.error());
  if (!baseline->sql.empty()) {
    if (auto written = write_baseline(session, *baseline); !written) return written;
    log::info("baseline_written",
              std::format("{} up to version {} count as applied", count_of(baseline->counted), options_.baseline));
    return {};
  }
  if (standing_.has_history()) return {};
  if (auto empty = require_empty_schema(session); !empty) return empty;
  return standing_.make_history(session);
}

core::Expected<void> Run::require_empty_schema(Session& session) const {
  const std::string& schema = standing_.settings().facts.schema;
  if (!standing_.layout().wants_empty_schema()) return {};
  const auto empty = schema_is_empty(session, schema);
  if (!empty) return std::unexpected(empty.error());
  if (*empty) return {};
  return std::unexpected(core::Error{
      .code = "migrate.no_history",
      .message = std::format("the schema {} holds something, but no {}", schema, standing_.layout().table()),
      .where = standing_.settings().facts.database,
      .hint = "For a database that is older than its migrations run `chandler migrate --baseline VERSION` once; else "
              "check that this is the right database"});
}

core::Expected<void> Run::write_baseline(Session& session, const Baseline& baseline) {
  if (!standing_.has_history()) {
    if (auto made = standing_.make_history(session); !made) return made;
  }
  if (auto written = session.run(baseline.sql); !written) {
    return std::unexpected(database_error(written.error(), "writing the baseline"));
  }
  if (auto read = standing_.read(session); !read) return read;
  return make_plan();
}

core::Expected<void> Run::apply(Session& session) {
  for (const std::string& text : plan_.notes) log::warning("note", text);
  if (!plan_.pending.empty()) {
    log::info("migrations_pending", std::format("{} pending: from version {} to {}", count_of(plan_.pending.size()),
                                                or_none(plan_.from_version), or_none(plan_.to_version)));
  }
  Applier applier(session, standing_, folder_, options_, stop_);
  for (std::size_t i = 0; i < plan_.pending.size(); ++i) {
    const Step& step = plan_.pending[i];
    if (options_.progress != nullptr) options_.progress->file(step.file, i + 1, plan_.pending.size());
    const auto began = Clock::now();
    if (auto done = applier.apply(step); !done) {
      if (done.error().code == connection_lost) in_doubt_ = step;
      return done;
    }
    note(step, Clock::now() - began);
  }
  return {};
}

// The history, read on a new connection, tells whether the file that was running was committed.
void Run::settle_doubt() {
  const auto step = std::exchange(in_doubt_, std::nullopt);
  if (!step || std::ranges::contains(plan_.pending, step->file, &Step::file)) return;
  ++summary_.applied;
  log::info("migration_applied", std::format("applied {}: it was committed before the connection was lost", step->file),
            {{"version", step->version}, {"file", step->file}});
}

void Run::note(const Step& step, Clock::duration took) {
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(took);
  ++summary_.applied;
  --summary_.pending;
  const bool up = step.direction == Direction::up;
  if (!up) summary_.to_version = step.previous;
  if (up && !step.version.empty()) summary_.to_version = step.version;
  if (summary_.slowest_file.empty() || milliseconds > summary_.slowest) {
    summary_.slowest = milliseconds;
    summary_.slowest_file = step.file;
  }
  log::info(up ? "migration_applied" : "migration_undone", std::format("{} {}", up ? "applied" : "undid", step.file),
            {{"version", step.version}, {"file", step.file}, {"duration_ms", milliseconds.count()}});
}

}  // namespace

core::Expected<void> migrate(const Options& options, const std::stop_token& stop, Summary& summary) {
  const auto folder = Folder::open(options.source);
  if (!folder) return std::unexpected(folder.error());
  return Run(options, *folder, stop, summary).run();
}

}  // namespace chandler::migrate
