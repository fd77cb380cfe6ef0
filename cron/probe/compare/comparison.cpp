#include "cron/probe/compare/comparison.hpp"

#include <algorithm>
#include <format>
#include <utility>

#include "cron/probe/compare/catalogue.hpp"
#include "cron/probe/compare/findings.hpp"
#include "cron/probe/compare/pairing.hpp"
#include "cron/probe/compare/scan.hpp"
#include "cron/probe/compare/second_look.hpp"

namespace chandler::probe::compare {
namespace {

void move_to(Findings& all, Findings more) {
  std::ranges::move(more, std::back_inserter(all));
}

std::int64_t bytes_of(const Both& sizes) {
  return sizes.here.integer(0, 0) + sizes.there.integer(0, 0);
}

}  // namespace

Outcome Comparison::run() {
  const auto began = Clock::now();
  auto pairing = prepare();
  if (!pairing) {
    Failure& failure = pairing.error();
    if (failure.side == Side::there) failure.error.message = "the other database: " + failure.error.message;
    out_.error = std::move(failure.error);
    return std::move(out_);
  }
  out_.findings = std::move(pairing->findings);
  progresses_.sort(pairing->pairs);
  for (const Pair& pair : pairing->pairs) {
    if (!context_.go_on()) {
      out_.whole = false;
      break;
    }
    if (!compare(pair)) break;
  }
  summarize(pairing->pairs.size(), Clock::now() - began);
  return std::move(out_);
}

Either<Pairing> Comparison::prepare() {
  if (auto begun = sides_.begin_snapshots(); !begun) return std::unexpected(begun.error());
  const auto catalogues = sides_.read_catalogues();
  if (!catalogues) return std::unexpected(catalogues.error());
  const auto& [here, there] = *catalogues;
  const auto spelling = choose_spelling(here, there);
  if (!spelling) return std::unexpected(spelling.error());
  spelling_ = *spelling;
  one_cluster_ = !here.system.empty() && here.system == there.system;
  return pair_tables(here, there, address_);
}

// Both servers hash the same values: what came out differently once would call every row different.
Either<Spelling> Comparison::choose_spelling(const Catalogue& here, const Catalogue& there) {
  Spelling spelling{.hash = RowHash::digest, .recode = here.encoding != there.encoding};
  for (const RowHash hash : {RowHash::record, RowHash::text}) {
    const std::string mine = sample(hash, here.server_version);
    const std::string other = sample(hash, there.server_version);
    if (mine.empty() || other.empty()) continue;
    const auto both = sides_.ask_both({.sql = mine, .parameters = {}}, {.sql = other, .parameters = {}});
    if (!both) return std::unexpected(both.error());
    if (both->here.text(0, 0) != both->there.text(0, 0)) continue;
    spelling.hash = hash;
    break;
  }
  return spelling;
}

bool Comparison::compare(const Pair& pair) {
  const Statements here(pair.here, pair.there, pair.columns, spelling_);
  const Statements there(pair.there, pair.here, pair.columns, spelling_);
  Scan scan(sides_, pair, here, there);
  if (auto begun = sides_.begin_snapshots(); !begun) return give_up(pair, scan.result(), begun.error());
  if (auto scanned = scan.run(progresses_.reached(pair)); !scanned)
    return give_up(pair, scan.result(), scanned.error());
  const Scanned& scanned = scan.result();
  add_up(pair, scanned);
  Looked looked;
  if (!scanned.candidates.empty()) {
    auto again = look_again(sides_, pair, here, there, scanned.candidates,
                            {.pause = address_.settle, .one_cluster = one_cluster_, .named = address_.rows});
    if (!again) return give_up(pair, scanned, again.error());
    looked = *std::move(again);
  }
  sides_.end_snapshots();
  move_to(out_.findings, findings_of(pair, scanned, looked, address_.rows));
  if (scanned.whole) {
    ++whole_;
    progresses_.note_whole(pair, std::chrono::system_clock::now());
  } else {
    out_.whole = false;
    if (scanned.reached) progresses_.note_reached(pair, *scanned.reached);
  }
  return true;
}

// A table that one may not read is no reason to leave out the others.
bool Comparison::give_up(const Pair& pair, const Scanned& scanned, const Failure& failure) {
  out_.whole = false;
  // A run that goes on where this one ended must not pass over what differs before that.
  if (scanned.reached && scanned.candidates.empty() && !failure.error.is("42501"))
    progresses_.note_reached(pair, *scanned.reached);
  if (failure.side == Side::here && failure.error.connection_lost) {
    out_.error = failure.error;
    return false;
  }
  out_.findings.push_back(failed(pair, scanned, failure));
  return !failure.error.connection_lost && !failure.error.stopped && context_.go_on();
}

void Comparison::add_up(const Pair& pair, const Scanned& scanned) {
  rows_ += std::max(scanned.rows_here, scanned.rows_there);
  chunks_ += scanned.chunks;
  const Statements here(pair.here, pair.there, pair.columns, spelling_);
  const Statements there(pair.there, pair.here, pair.columns, spelling_);
  if (!scanned.whole) return;
  if (const auto sizes = sides_.ask_both(here.size(), there.size())) bytes_ += bytes_of(*sizes);
}

void Comparison::summarize(std::size_t tables, Clock::duration took) {
  const double seconds = std::chrono::duration<double>(took).count();
  const double mebibytes = static_cast<double>(bytes_) / (1024 * 1024);
  const double speed = seconds > 0 ? mebibytes / seconds : 0;
  out_.summary = std::format("{} of {} tables whole, {} rows, {:.1f} MiB on both sides, {:.0f} MiB/s", whole_, tables,
                             rows_, mebibytes, speed);
  out_.figures = {{.name = "tables", .value = static_cast<std::int64_t>(tables)},
                  {.name = "tables_compared", .value = whole_},
                  {.name = "rows", .value = rows_},
                  {.name = "size_bytes", .value = bytes_},
                  {.name = "chunks", .value = chunks_},
                  {.name = "mebibytes_per_second", .value = speed}};
}

}  // namespace chandler::probe::compare
