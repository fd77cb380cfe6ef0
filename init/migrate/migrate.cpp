#include "init/migrate/migrate.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "init/migrate/apply/apply.hpp"
#include "init/migrate/database/database.hpp"
#include "init/migrate/database/lock.hpp"
#include "init/migrate/layout/choose.hpp"
#include "init/migrate/source/folder.hpp"
#include "platform/log/log.hpp"
#include "platform/postgres/wait.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::migrate {
namespace {

using Clock = std::chrono::steady_clock;
using platform::postgres::Session;
namespace log = platform::log;

constexpr std::chrono::milliseconds first_poll{50};
constexpr std::chrono::milliseconds longest_poll{150};
constexpr std::chrono::seconds look_at_holder_every{2};
constexpr std::chrono::seconds report_every{5};

// A failover takes this long with common operators; the connection is tried for as long each time.
constexpr std::chrono::seconds reconnect_wait{60};
constexpr int reconnects_without_progress = 5;

std::string count_of(std::size_t migrations) {
  return std::format("{} migration{}", migrations, migrations == 1 ? "" : "s");
}

core::Error stopped(std::string_view doing) {
  return {.outcome = core::Outcome::could_not, .code = "stopped", .message = std::format("stopped while {}", doing)};
}

// One run, over as many connections as it takes.
class Run {
 public:
  Run(const Options& options, const Folder& folder, const std::stop_token& stop, Summary& summary)
      : options_(options),
        folder_(folder),
        stop_(stop),
        summary_(summary),
        settings_{
            .facts = {}, .target = options.target, .on_ahead = options.on_ahead, .placeholders = options.placeholders} {
  }

  core::Expected<void> run();

 private:
  core::Expected<Session> connect(std::chrono::seconds wait) const;
  core::Expected<void> work(Session& session);
  core::Expected<void> look(Session& session);
  core::Expected<void> refresh_plan(Session& session);
  core::Expected<bool> lock_or_done(Session& session);
  core::Expected<void> prepare_history(Session& session);
  core::Expected<void> apply(Session& session);
  void settle_doubt();
  void note(const Step& step, Clock::duration took);

  const Options& options_;
  const Folder& folder_;
  std::stop_token stop_;
  Summary& summary_;
  PlanSettings settings_;
  const Layout* layout_ = nullptr;
  bool has_history_ = false;
  bool read_only_ = false;
  std::optional<History> history_;  // that the plan was made from
  Plan plan_;
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
    const auto history = history_;
    auto done = work(*session);
    if (done || done.error().code != connection_lost) return done;
    lost = summary_.applied > applied || history_ != history ? 1 : lost + 1;
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
  if (options_.dry_run) {
    summary_.plan = plan_;
    return {};
  }
  if (plan_.pending.empty()) return {};
  if (read_only_) {
    return std::unexpected(core::Error{
        .code = "database.read_only",
        .message = std::format("{} pending, but the database is read-only", count_of(plan_.pending.size())),
        .where = options_.database.describe(),
        .hint = "Connect to the primary: target_session_attrs=read-write in the address finds it among several hosts"});
  }
  const auto locked = lock_or_done(session);
  if (!locked) return std::unexpected(locked.error());
  if (!*locked) return {};
  if (auto ready = prepare_history(session); !ready) return ready;
  return apply(session);
}

core::Expected<void> Run::look(Session& session) {
  auto around = look_around(session);
  if (!around) return std::unexpected(around.error());
  if (layout_ == nullptr) {
    const auto choice = choose_layout(options_.layout, folder_, around->tables);
    if (!choice) return std::unexpected(choice.error());
    layout_ = choice->layout;
    summary_.layout = layout_->name();
    log::debug("layout_chosen", std::format("layout {}: {}", layout_->name(), choice->reason));
  }
  settings_.facts = around->facts;
  read_only_ = around->read_only;
  has_history_ = around->tables.has(layout_->table());
  return refresh_plan(session);
}

core::Expected<void> Run::refresh_plan(Session& session) {
  History history;
  if (has_history_) {
    auto read = read_history(session, *layout_, settings_.facts.schema);
    if (!read) return std::unexpected(read.error());
    history = *std::move(read);
  }
  if (history_ == history) return {};
  auto plan = layout_->plan(folder_, history, settings_);
  if (!plan) return std::unexpected(plan.error());
  if (!history_) summary_.from_version = plan->from_version;
  history_ = std::move(history);
  plan_ = *std::move(plan);
  summary_.to_version = plan_.from_version;
  summary_.pending = plan_.pending.size();
  summary_.ahead = plan_.ahead;
  return {};
}

// True: this process holds the lock. False: nothing is left to do, for another did it.
core::Expected<bool> Run::lock_or_done(Session& session) {
  const auto locks = layout_->locks(settings_.facts);
  StallWatch watch(options_.patience, Clock::now());
  auto looked = Clock::now() - look_at_holder_every;
  auto reported = Clock::now();
  auto poll = first_poll;
  for (;;) {
    const auto mine = try_lock(session, locks);
    if (!mine || *mine) return mine;
    const auto now = Clock::now();
    if (now - looked >= look_at_holder_every) {
      looked = now;
      const auto holder = find_holder(session, locks);
      if (!holder) return std::unexpected(holder.error());
      if (!watch.saw(*holder, now)) {
        return std::unexpected(core::Error{
            .outcome = core::Outcome::could_not,
            .code = "migrate.lock_stalled",
            .message =
                std::format("the migration lock is held by {}, which has made no progress for {} s", holder->describe(),
                            std::chrono::duration_cast<std::chrono::seconds>(options_.patience).count()),
            .where = settings_.facts.database,
            .hint = std::format("If it hangs: SELECT pg_terminate_backend({})", holder->pid)});
      }
      if (now - reported >= report_every) {
        reported = now;
        log::info("waiting_for_other",
                  std::format("{} pending; waiting for {}", count_of(plan_.pending.size()), holder->describe()));
      }
    }
    if (!platform::sleep_unless_stopped(stop_, poll)) return std::unexpected(stopped("waiting for the migration lock"));
    poll = std::min(poll * 3 / 2, longest_poll);
    // The others made the history meanwhile, or moved it: what counts is the version, not the lock.
    const auto before = history_;
    auto looked_again = has_history_ ? refresh_plan(session) : look(session);
    if (!looked_again) return std::unexpected(looked_again.error());
    if (history_ != before) watch.history_changed(Clock::now());
    if (plan_.pending.empty()) return false;
  }
}

core::Expected<void> Run::prepare_history(Session& session) {
  // What was read before the lock was had may be old by now.
  if (auto looked = look(session); !looked) return looked;
  if (has_history_) return {};
  const std::string_view schema = settings_.facts.schema;
  if (layout_->wants_empty_schema()) {
    const auto empty = schema_is_empty(session, schema);
    if (!empty) return std::unexpected(empty.error());
    if (!*empty) {
      return std::unexpected(
          core::Error{.code = "migrate.no_history",
                      .message = std::format("the schema {} holds something, but no {}", schema, layout_->table()),
                      .where = settings_.facts.database,
                      .hint = "For a database that is older than its migrations run `flyway baseline` once; else check "
                              "that this is the right database"});
    }
  }
  if (auto made = session.run(layout_->create_history(schema)); !made) {
    return std::unexpected(database_error(made.error(), std::format("making {}", layout_->table())));
  }
  has_history_ = true;
  return {};
}

core::Expected<void> Run::apply(Session& session) {
  for (const std::string& text : plan_.notes) log::warning("note", text);
  if (!plan_.pending.empty()) {
    log::info("migrations_pending",
              std::format("{} pending: from version {} to {}", count_of(plan_.pending.size()),
                          plan_.from_version.empty() ? "none" : plan_.from_version, plan_.to_version));
  }
  Applier applier(session, *layout_, folder_, settings_, options_, stop_);
  for (const Step& step : plan_.pending) {
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
  if (!step.version.empty()) summary_.to_version = step.version;
  if (summary_.slowest_file.empty() || milliseconds > summary_.slowest) {
    summary_.slowest = milliseconds;
    summary_.slowest_file = step.file;
  }
  log::info("migration_applied", std::format("applied {}", step.file),
            {{"version", step.version}, {"file", step.file}, {"duration_ms", milliseconds.count()}});
}

}  // namespace

core::Expected<void> migrate(const Options& options, const std::stop_token& stop, Summary& summary) {
  const auto folder = Folder::open(options.source);
  if (!folder) return std::unexpected(folder.error());
  return Run(options, *folder, stop, summary).run();
}

}  // namespace chandler::migrate
