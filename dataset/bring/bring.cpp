#include "dataset/bring/bring.hpp"

#include <algorithm>
#include <format>
#include <iterator>
#include <span>
#include <utility>

#include "dataset/bring/bookkeeping.hpp"
#include "dataset/bring/commit.hpp"
#include "dataset/bring/content_hashes.hpp"
#include "dataset/bring/known_before.hpp"
#include "dataset/bring/load_changed.hpp"
#include "dataset/bring/note_failure.hpp"
#include "dataset/bring/plan.hpp"
#include "dataset/content/content.hpp"
#include "dataset/description/digest.hpp"
#include "dataset/download/sources.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/parallel/shared_stages.hpp"
#include "dataset/remote/sources.hpp"
#include "dataset/script/run.hpp"
#include "dataset/source/source.hpp"
#include "dataset/swap/swap.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::Session;

// `elsewhere`: the sources that are no files here.
core::Expected<std::vector<SourceFile>> sources_of(const Options& options, std::span<const std::string> local,
                                                   std::span<const SourceFile> elsewhere) {
  if (options.table.empty()) return list_sources(local, elsewhere);
  const auto table = table_of_flag(options.table);
  if (!table) return std::unexpected(table.error());
  return list_single(local, *table, elsewhere);
}

// What was not downloaded, since the table held it, and is gone from there since.
core::Error gone_meanwhile(const SourceFile& file) {
  return {.outcome = core::Outcome::could_not,
          .code = "load.changed",
          .message = std::format("the table {} changed meanwhile", file.table.display()),
          .where = file.name,
          .hint = std::format("{} Run it again", nothing_loaded)};
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
      out.results.push_back({.file = files[i].name, .table = held->data_set});
      out.results.back().counts.rejected = held->rejected;
      if (!is_script(files[i]))
        out.results.back().fresh_for = policy_of(files[i], options.policy, options.purpose).fresh_for;
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
