#include "dataset/bring/bring.hpp"

#include <algorithm>
#include <chrono>
#include <format>
#include <iterator>
#include <optional>
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

// Below it a file is hashed sooner than the database answers a question.
constexpr std::int64_t worth_sparing = 16 * 1024 * 1024;

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

// A large file whose table was never loaded is new whatever its hash: that is learned when the rows are read.
core::Expected<std::optional<FileIdentity>> hashed_later(Session& session, const SourceFile& file) {
  if (!file.hash.empty() || is_script(file)) return std::nullopt;
  const auto identity = identity_of(file.path);
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  if (!identity || identity->bytes < worth_sparing || !is_settled(*identity, now)) return std::nullopt;
  const auto loaded = ever_loaded(session, file.table);
  if (!loaded) return std::unexpected(loaded.error());
  return *loaded ? std::nullopt : identity;
}

core::Expected<ContentHash> hash_one(Session& session, const SourceFile& file, const std::stop_token& stop) {
  if (file.remote) return ContentHash(std::string());  // known when its rows were read
  const auto later = hashed_later(session, file);
  if (!later) return std::unexpected(later.error());
  if (*later) return ContentHash(**later);
  auto hash = file.hash.empty() ? hash_of(file.path, stop) : file.hash;
  if (!hash) return std::unexpected(hash.error());
  return ContentHash(description::content_hash(*std::move(hash), file.entry.get()));
}

core::Expected<std::vector<ContentHash>> hash_all(Session& session, std::span<const SourceFile> files,
                                                  const std::stop_token& stop) {
  std::vector<ContentHash> hashes;
  for (const SourceFile& file : files) {
    auto hash = hash_one(session, file, stop);
    if (!hash) return std::unexpected(hash.error());
    hashes.push_back(*std::move(hash));
  }
  return hashes;
}

std::vector<Question> ask_about(std::span<const SourceFile> files, std::span<const ContentHash> hashes,
                                const Options& options) {
  std::vector<Question> questions;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const SourceFile& file = files[i];
    questions.push_back({file.table, hashes[i].text(),
                         is_script(file) ? Need::run : need_of(policy_of(file, options.policy, options.purpose))});
  }
  return questions;
}

bool worth_another_go(const core::Error& error) {
  return error.sqlstate == "40P01" || error.sqlstate == "40001" || error.sqlstate == "55P03";
}

void note_failure(Session& session, std::string_view command, std::span<const DataSet> data_sets,
                  const core::Error& error) {
  // The longest: a name may go on as another one does.
  auto guilty = data_sets.end();
  for (auto data_set = data_sets.begin(); data_set != data_sets.end(); ++data_set) {
    const std::string& name = data_set->file.name;
    if (error.where.starts_with(name) && (guilty == data_sets.end() || name.size() > guilty->file.name.size()))
      guilty = data_set;
  }
  if (error.outcome != core::Outcome::problem || guilty == data_sets.end() || !session.alive()) return;
  if (!learn_hash(*guilty, {})) return;
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
  // What is learned along with the rows is known only behind the transaction.
  const auto evidence = [&] {
    std::vector<Question> questions = questions_of(data_sets);
    for (const Script& script : scripts) questions.push_back(question_of(script));
    return questions;
  };
  TransactionOptions how{.command = name_of(options.purpose),
                         .lock_timeout = options.lock_timeout,
                         .dry_run = options.dry_run,
                         .straight = options.sample == 0,
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
  if (const DataSet& first = data_sets.front(); first.sample) {
    return std::unexpected(core::Error{.outcome = core::Outcome::usage,
                                       .code = "refresh.no_diff",
                                       .message = "a swap compares no rows: there are none to show",
                                       .where = first.file.name,
                                       .hint = "Leave --diff out, or take --mode merge"});
  }
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
  auto session = connect(options, stop);
  if (!session) return std::unexpected(session.error());
  const auto hashes = hash_all(*session, *files, stop);
  if (!hashes) return std::unexpected(hashes.error());
  const std::vector<Question> questions = ask_about(*files, *hashes, options);
  const auto known = already_loaded(*session, questions);
  if (!known) return std::unexpected(known.error());

  std::vector<DataSetResult> results;
  std::vector<Question> unchanged;
  std::vector<PlannedFile> changed;
  std::vector<Script> scripts;
  for (std::size_t i = 0; i < files->size(); ++i) {
    if ((*known)[i]) {
      results.push_back({.file = (*files)[i].name, .table = (*files)[i].table.display()});
      unchanged.push_back(questions[i]);
    } else if ((*files)[i].path.empty() && !(*files)[i].remote) {
      return std::unexpected(gone_meanwhile((*files)[i]));
    } else if (is_script((*files)[i])) {
      scripts.push_back({(*files)[i], questions[i].hash});
    } else {
      changed.push_back({(*files)[i], (*hashes)[i]});
    }
  }
  if (options.purpose == Purpose::refresh && !options.dry_run) record_unchanged(*session, unchanged);
  if (changed.empty() && scripts.empty()) return results;
  auto data_sets = plan(*session, changed, options.policy, options.purpose);
  if (!data_sets) return std::unexpected(data_sets.error());
  for (DataSet& data_set : *data_sets) {
    data_set.meter = options.meter;
    if (options.sample > 0) data_set.sample = std::make_shared<Sample>(options.sample);
  }
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
