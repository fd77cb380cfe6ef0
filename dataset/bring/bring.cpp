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
#include "dataset/bring/note_failure.hpp"
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

// What is to be downloaded, and where to.
struct Wanted {
  const TableName& table;
  const Address& address;
  const description::Entry* entry;  // null: there is none
  Need need;
};

// Before a download: whether the table holds the content that the address asks for by its digest, or else what it
// holds of that address, which the ledger has by the file's own hash only where no entry makes other rows of it. The
// connection is not kept, since a download may take longer than anybody keeps an idle one.
core::Expected<Known> known_of(const Wanted& wanted, const Options& options, const std::stop_token& stop) {
  const bool plain = wanted.entry == nullptr || description::row_shape(*wanted.entry).empty();
  if (wanted.address.sha256.empty() && !plain) return Known{};
  auto session = connect(options, stop);
  if (!session) return std::unexpected(session.error());
  Known known{.hash = wanted.address.sha256, .validators = {}};
  if (known.hash.empty()) {
    auto latest = latest_from(*session, wanted.table, wanted.address.url.shown());
    if (!latest) return std::unexpected(latest.error());
    if (!*latest) return Known{};
    known = {.hash = std::move((*latest)->hash),
             .validators = {.etag = std::move((*latest)->origin.etag),
                            .last_modified = std::move((*latest)->origin.last_modified)}};
  }
  const Question question{
      .table = wanted.table, .hash = description::content_hash(known.hash, wanted.entry), .need = wanted.need};
  const auto loaded = already_loaded(*session, std::span(&question, 1));
  if (!loaded) return std::unexpected(loaded.error());
  return loaded->front() ? known : Known{};
}

AskKnown ask_ledger(const Options& options, const std::stop_token& stop) {
  return [&options, stop](const TableName& of_file, const Address& address) -> core::Expected<Known> {
    const auto table = options.table.empty() ? core::Expected<TableName>(of_file) : table_of_flag(options.table);
    if (!table) return std::unexpected(table.error());
    return known_of({.table = *table, .address = address, .entry = nullptr, .need = need_of(options.policy)}, options,
                    stop);
  };
}

AskKnownFile ask_ledger_of_file(const Options& options, const std::stop_token& stop) {
  return [&options, stop](const SourceFile& file) {
    return known_of({.table = file.table,
                     .address = *file.address,
                     .entry = file.entry.get(),
                     .need = need_of(policy_of(file, options.policy, options.purpose))},
                    options, stop);
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

core::Expected<void> end(Session& session, const Options& options, std::span<const Question> evidence,
                         const std::stop_token& stop) {
  return options.dry_run ? command(session, "ROLLBACK", {}) : commit(session, options, evidence, stop);
}

// What turned out to be unchanged only when it was read.
void confirm(Session& session, const Options& options, std::span<const DataSet> data_sets,
             std::span<const DataSetResult> results) {
  if (options.purpose != Purpose::refresh || options.dry_run) return;
  std::vector<Confirmation> unchanged;
  for (const DataSet& data_set : data_sets) {
    const auto result = std::ranges::find(results, data_set.table.name.display(), &DataSetResult::table);
    if (!data_set.file.remote || result == results.end() || result->action != Action::unchanged) continue;
    unchanged.push_back({question_of(data_set), data_set.policy.fresh_for});
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
      if (ended) return done;
      done = std::unexpected(ended.error());
    }
    roll_back(session);
    stages.drop();
    if (done.error().code == line_unknown) how.straight = false;
    if (done.error().code == line_unknown || done.error().code == found_late) {
      --attempt;  // it was of use
      continue;
    }
    if (attempt == attempts || !worth_another_go(done.error())) return done;
    platform::log::warning("load_again", std::format("again, since {}", core::describe(done.error())));
  }
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

// What is in the tables already, and what is not.
struct Sorted {
  std::vector<DataSetResult> results;  // of the former
  std::vector<Confirmation> unchanged;
  std::vector<PlannedFile> changed;
  std::vector<Script> scripts;
};

core::Expected<Sorted> sort(Session& session, std::span<const SourceFile> files, std::span<const ContentHash> hashes,
                            const Options& options) {
  const std::vector<Question> questions = ask_about(files, hashes, options);
  const auto known = already_loaded(session, questions);
  if (!known) return std::unexpected(known.error());
  Sorted out;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const Held& held = (*known)[i];
    if (held) {
      out.results.push_back({.file = files[i].name, .table = files[i].table.display()});
      out.results.back().counts.rejected = *held;
      out.unchanged.push_back({questions[i], policy_of(files[i], options.policy, options.purpose).fresh_for});
    } else if (files[i].path.empty() && !files[i].remote) {
      return std::unexpected(gone_meanwhile(files[i]));
    } else if (is_script(files[i])) {
      out.scripts.push_back({files[i], questions[i].hash});
    } else {
      out.changed.push_back({files[i], hashes[i]});
    }
  }
  return out;
}

core::Expected<std::vector<DataSetResult>> bring_changed(Session& session, const Sorted& sorted, const Options& options,
                                                         const std::stop_token& stop) {
  auto data_sets = plan(session, sorted.changed, options.policy, options.purpose);
  if (!data_sets) return std::unexpected(data_sets.error());
  for (DataSet& data_set : *data_sets) {
    data_set.meter = options.meter;
    if (options.sample > 0) data_set.sample = std::make_shared<Sample>(options.sample);
  }
  if (!options.dry_run) {
    if (auto made = ensure_ledger(session); !made) return std::unexpected(made.error());
    parallel::drop_leftovers(session, *data_sets);
  }
  const auto swaps = are_swaps(*data_sets, sorted.scripts);
  if (!swaps) return std::unexpected(swaps.error());
  auto done = *swaps ? swap::swap_all(session, *data_sets, options, stop)
                     : load_changed(session, options, *data_sets, sorted.scripts, stop);
  if (done) confirm(session, options, *data_sets, *done);
  return done;
}

std::vector<Attempted> attempted_of(const Sorted& sorted) {
  std::vector<Attempted> out;
  for (const auto& [file, hash] : sorted.changed) {
    std::string text = hash.text();
    if (!hash.known() && !file.remote) {
      text = description::content_hash(hash_of(file.path, {}).value_or(""), file.entry.get());
    }
    out.push_back({.table = file.table, .source = file.name, .shown = {}, .hash = std::move(text)});
  }
  for (const Script& script : sorted.scripts) {
    out.push_back(
        {.table = script.file.table, .is_script = true, .source = script.file.name, .shown = {}, .hash = script.hash});
  }
  return out;
}

std::vector<Attempted> attempted_of(std::span<const SourceFile> files) {
  std::vector<Attempted> out;
  for (const SourceFile& file : files) {
    if (!file.address) continue;
    out.push_back({.table = file.table, .source = file.name, .shown = file.address->url.shown(), .hash = {}});
  }
  return out;
}

// What was to be downloaded.
std::vector<Attempted> attempted_of(const Options& options) {
  std::vector<Attempted> out;
  for (const std::string& source : options.sources) {
    const auto address = core::text::looks_like_url(source) ? parse_address(source) : core::Expected<Address>();
    if (!address || address->file_name.empty()) continue;
    const auto table = options.table.empty()
                           ? table_of_file(address->file_name).transform([](const NamedTable& of) { return of.table; })
                           : table_of_flag(options.table);
    if (table)
      out.push_back({.table = *table, .source = address->file_name, .shown = address->url.shown(), .hash = {}});
  }
  return out;
}

}  // namespace

core::Expected<std::vector<DataSetResult>> bring(const Options& options, const std::stop_token& stop) {
  auto connected = remote::connect_sources(options.sources, !options.table.empty(), options.download.environment,
                                           options.database_wait, stop);
  if (!connected) return std::unexpected(connected.error());
  const auto fetched =
      fetch_sources(connected->others, !options.table.empty(), options.download, ask_ledger(options, stop), stop);
  if (!fetched) {
    note_failure(options, attempted_of(options), fetched.error(), stop);
    return std::unexpected(fetched.error());
  }
  std::ranges::copy(fetched->files, std::back_inserter(connected->files));
  auto files = sources_of(options, fetched->local, connected->files);
  if (!files) return std::unexpected(files.error());
  const auto contents = fetch_described(*files, options.download, ask_ledger_of_file(options, stop), stop);
  if (!contents) {
    note_failure(options, attempted_of(std::span<const SourceFile>(*files)), contents.error(), stop);
    return std::unexpected(contents.error());
  }
  auto session = connect(options, stop);
  if (!session) return std::unexpected(session.error());
  const auto hashes = hash_all(*session, *files, stop);
  if (!hashes) return std::unexpected(hashes.error());
  auto sorted = sort(*session, *files, *hashes, options);
  if (!sorted) return std::unexpected(sorted.error());
  if (options.purpose == Purpose::refresh && !options.dry_run) record_unchanged(*session, sorted->unchanged);
  if (sorted->changed.empty() && sorted->scripts.empty()) return sorted->results;
  auto loaded = bring_changed(*session, *sorted, options, stop);
  if (!loaded) {
    note_failure(options, attempted_of(*sorted), loaded.error(), stop);
    return loaded;
  }
  std::ranges::move(*loaded, std::back_inserter(sorted->results));
  return sorted->results;
}

}  // namespace chandler::dataset
