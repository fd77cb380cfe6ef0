#include "dataset/bring/bring.hpp"

#include <algorithm>
#include <format>
#include <iterator>
#include <span>
#include <utility>

#include "dataset/bring/bookkeeping.hpp"
#include "dataset/bring/commit.hpp"
#include "dataset/bring/plan.hpp"
#include "dataset/bring/transaction.hpp"
#include "dataset/content/content.hpp"
#include "dataset/description/digest.hpp"
#include "dataset/download/sources.hpp"
#include "dataset/fault/command.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/parallel/shared_stages.hpp"
#include "dataset/remote/sources.hpp"
#include "dataset/script/run.hpp"
#include "dataset/source/source.hpp"
#include "dataset/swap/swap.hpp"
#include "platform/log/log.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::Session;

// A deadlock with the application, or a lock_timeout that is the role's own, is worth another go.
constexpr int attempts = 3;

// `elsewhere`: the sources that are no files here.
core::Expected<std::vector<SourceFile>> sources_of(const Options& options, std::span<const std::string> local,
                                                   std::span<const SourceFile> elsewhere) {
  if (options.table.empty()) return list_sources(local, elsewhere);
  const auto table = table_of_flag(options.table);
  if (!table) return std::unexpected(table.error());
  return list_single(local, *table, elsewhere);
}

// Before a download: whether the table holds the content that the address asks for by its digest, or else what it
// holds of that address. The connection is not kept, since a download may take longer than anybody keeps an idle one.
AskKnown ask_ledger(const Options& options, const std::stop_token& stop) {
  return [&options, stop](const TableName& of_file, const Address& address) -> core::Expected<Known> {
    const auto table = options.table.empty() ? core::Expected<TableName>(of_file) : table_of_flag(options.table);
    if (!table) return std::unexpected(table.error());
    auto session = connect(options, stop);
    if (!session) return std::unexpected(session.error());
    Known known{.hash = address.sha256, .validators = {}};
    if (known.hash.empty()) {
      auto latest = latest_from(*session, *table, address.url.shown());
      if (!latest) return std::unexpected(latest.error());
      if (!*latest) return Known{};
      known = {.hash = std::move((*latest)->hash),
               .validators = {.etag = std::move((*latest)->origin.etag),
                              .last_modified = std::move((*latest)->origin.last_modified)}};
    }
    const Question question{.table = *table, .hash = known.hash, .need = need_of(options.policy)};
    const auto loaded = already_loaded(*session, std::span(&question, 1));
    if (!loaded) return std::unexpected(loaded.error());
    return loaded->front() ? known : Known{};
  };
}

// What was not downloaded, since the table held it, and is gone from there since.
core::Error gone_meanwhile(const SourceFile& file) {
  return {.outcome = core::Outcome::could_not,
          .code = "load.changed",
          .message = std::format("the table {} changed meanwhile", file.table.display()),
          .where = file.name,
          .hint = std::format("{} Run it again", nothing_loaded)};
}

bool is_script(const SourceFile& file) {
  return file.format.kind == Format::Kind::sql;
}

core::Expected<std::vector<Question>> hash_all(std::span<const SourceFile> files, const Options& options,
                                               const std::stop_token& stop) {
  std::vector<Question> questions;
  for (const SourceFile& file : files) {
    if (file.remote) {  // known when its rows were read
      questions.push_back({.table = file.table, .hash = {}});
      continue;
    }
    auto hash = file.hash.empty() ? hash_of(file.path, stop) : file.hash;
    if (!hash) return std::unexpected(hash.error());
    questions.push_back({file.table, description::content_hash(*std::move(hash), file.entry.get()),
                         is_script(file) ? Need::run : need_of(policy_of(file, options.policy, options.purpose))});
  }
  return questions;
}

bool worth_another_go(const core::Error& error) {
  return error.sqlstate == "40P01" || error.sqlstate == "40001" || error.sqlstate == "55P03";
}

void note_failure(Session& session, std::string_view command, std::span<const DataSet> data_sets,
                  const core::Error& error) {
  const auto guilty = std::ranges::find_if(
      data_sets, [&](const DataSet& data_set) { return error.where.starts_with(data_set.file.name); });
  if (error.outcome != core::Outcome::problem || guilty == data_sets.end() || !session.alive()) return;
  LedgerEntry entry = entry_of(*guilty, command);
  entry.origin = {};  // nothing came from there
  record_failure(session, entry, error);
}

core::Expected<void> end(Session& session, const Options& options, std::span<const Question> evidence,
                         const std::stop_token& stop) {
  return options.dry_run ? command(session, "ROLLBACK", {}) : commit(session, options, evidence, stop);
}

// What turned out to be unchanged only when it was read.
void confirm(Session& session, const Options& options, std::span<const DataSet> data_sets,
             std::span<const DataSetResult> results) {
  if (options.purpose != Purpose::refresh || options.dry_run) return;
  std::vector<Question> unchanged;
  for (const DataSet& data_set : data_sets) {
    const auto result = std::ranges::find(results, data_set.table.name.display(), &DataSetResult::table);
    if (!data_set.file.remote || result == results.end() || result->action != Action::unchanged) continue;
    unchanged.push_back(question_of(data_set));
  }
  record_unchanged(session, unchanged);
}

core::Expected<std::vector<DataSetResult>> load_changed(Session& session, const Options& options,
                                                        std::span<const DataSet> data_sets,
                                                        std::span<const Script> scripts, const std::stop_token& stop) {
  // Of another database's rows the content is known only behind the transaction.
  const auto evidence = [&] {
    std::vector<Question> questions = questions_of(data_sets);
    for (const Script& script : scripts) questions.push_back(question_of(script));
    return questions;
  };
  TransactionOptions how{.command = name_of(options.purpose),
                         .lock_timeout = options.lock_timeout,
                         .dry_run = options.dry_run,
                         .jobs = options.jobs};
  parallel::SharedStages stages(session);
  for (int attempt = 1;; ++attempt) {
    auto done = run_transaction(session, data_sets, scripts, how, stages, stop);
    if (done) {
      const auto ended = end(session, options, evidence(), stop);
      if (ended && !options.dry_run) stages.forget();
      if (ended) {
        confirm(session, options, data_sets, *done);
        return done;
      }
      done = std::unexpected(ended.error());
    }
    roll_back(session);
    stages.drop();
    if (done.error().code == line_unknown) {
      how.straight = false;
      continue;
    }
    if (attempt == attempts || !worth_another_go(done.error())) {
      if (!options.dry_run) note_failure(session, name_of(options.purpose), data_sets, done.error());
      return done;
    }
    platform::log::warning("load_again", std::format("again, since {}", core::describe(done.error())));
  }
}

core::Expected<std::vector<DataSetResult>> swap_changed(Session& session, const Options& options,
                                                        std::span<const DataSet> data_sets,
                                                        const std::stop_token& stop) {
  auto done = swap::swap_all(session, data_sets, options, stop);
  if (done) confirm(session, options, data_sets, *done);
  if (!done && !options.dry_run) note_failure(session, name_of(options.purpose), data_sets, done.error());
  return done;
}

// A swap takes more than one transaction, and the others just one: all of a run, or none, are swaps.
core::Expected<bool> are_swaps(std::span<const DataSet> data_sets, std::span<const Script> scripts) {
  const auto is_swap = [](const DataSet& data_set) { return data_set.policy.mode == Mode::swap; };
  const auto other = std::ranges::find_if_not(data_sets, is_swap);
  if (std::ranges::none_of(data_sets, is_swap)) return false;
  if (other == data_sets.end() && scripts.empty()) return true;
  return std::unexpected(core::Error{
      .code = "refresh.mixed_modes",
      .message = "other files of this run are swapped, this one is not",
      .where = other == data_sets.end() ? scripts.front().file.name : other->file.name,
      .hint = std::format("{} Give the files with mode: swap a folder and a run of their own", nothing_loaded)});
}

}  // namespace

core::Expected<std::vector<DataSetResult>> bring(const Options& options, const std::stop_token& stop) {
  auto connected = remote::connect_sources(options.sources, !options.table.empty(), options.download.environment,
                                           options.database_wait, stop);
  if (!connected) return std::unexpected(connected.error());
  const auto fetched =
      fetch_sources(connected->others, !options.table.empty(), options.download, ask_ledger(options, stop), stop);
  if (!fetched) return std::unexpected(fetched.error());
  std::ranges::copy(fetched->files, std::back_inserter(connected->files));
  const auto files = sources_of(options, fetched->local, connected->files);
  if (!files) return std::unexpected(files.error());
  const auto questions = hash_all(*files, options, stop);
  if (!questions) return std::unexpected(questions.error());
  auto session = connect(options, stop);
  if (!session) return std::unexpected(session.error());
  const auto known = already_loaded(*session, *questions);
  if (!known) return std::unexpected(known.error());

  std::vector<DataSetResult> results;
  std::vector<Question> unchanged;
  std::vector<PlannedFile> changed;
  std::vector<Script> scripts;
  for (std::size_t i = 0; i < files->size(); ++i) {
    if ((*known)[i]) {
      results.push_back({.file = (*files)[i].name, .table = (*files)[i].table.display()});
      unchanged.push_back((*questions)[i]);
    } else if ((*files)[i].path.empty() && !(*files)[i].remote) {
      return std::unexpected(gone_meanwhile((*files)[i]));
    } else if (is_script((*files)[i])) {
      scripts.push_back({(*files)[i], (*questions)[i].hash});
    } else {
      changed.push_back({(*files)[i], (*questions)[i].hash});
    }
  }
  if (options.purpose == Purpose::refresh && !options.dry_run) record_unchanged(*session, unchanged);
  if (changed.empty() && scripts.empty()) return results;
  auto data_sets = plan(*session, changed, options.policy, options.purpose);
  if (!data_sets) return std::unexpected(data_sets.error());
  for (DataSet& data_set : *data_sets) data_set.meter = options.meter;
  if (!options.dry_run) {
    if (auto made = ensure_ledger(*session); !made) return std::unexpected(made.error());
    parallel::drop_leftovers(*session, *data_sets);
  }
  const auto swaps = are_swaps(*data_sets, scripts);
  if (!swaps) return std::unexpected(swaps.error());
  auto loaded = *swaps ? swap_changed(*session, options, *data_sets, stop)
                       : load_changed(*session, options, *data_sets, scripts, stop);
  if (!loaded) return std::unexpected(loaded.error());
  std::ranges::move(*loaded, std::back_inserter(results));
  return results;
}

}  // namespace chandler::dataset
