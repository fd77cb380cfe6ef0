#include "sidecar/run/recorder.hpp"

#include <algorithm>
#include <iterator>
#include <random>
#include <utility>

#include "platform/log/log.hpp"
#include "platform/process/backoff.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::execute {
namespace {

using platform::postgres::Answer;
using platform::postgres::ServerError;
using platform::postgres::Session;

constexpr std::size_t most_at_once = 1000;
constexpr std::chrono::milliseconds first_pause{50};
constexpr std::chrono::milliseconds longest_pause{2000};

bool is_to_be_written(const Outcome& outcome) {
  return outcome.verdict != Verdict::recorded && outcome.verdict != Verdict::refused;
}

double chance() {
  static thread_local std::minstd_rand random(std::random_device{}());
  return std::uniform_real_distribution<double>(0, 1)(random);
}

void log_of(const Outcome& outcome) {
  if (outcome.verdict == Verdict::retry || outcome.verdict == Verdict::failed) {
    platform::log::warning(outcome.verdict == Verdict::retry ? "task_retry" : "task_failed", outcome.error.value_or(""),
                           {{"task", outcome.claim.id}, {"queue", outcome.queue}, {"delay_ms", outcome.delay.count()}});
  } else {
    platform::log::debug("task_done", "", {{"task", outcome.claim.id}, {"queue", outcome.queue}});
  }
}

}  // namespace

Recorder::Recorder(platform::postgres::ConnectionSettings database, bool keep, Surroundings surroundings)
    : database_(std::move(database)),
      keep_(keep),
      surroundings_(surroundings),
      thread_([this](const std::stop_token& stop) { work(stop); }) {}

void Recorder::add(std::vector<Outcome> outcomes) {
  {
    const std::scoped_lock lock(mutex_);
    std::ranges::move(outcomes, std::back_inserter(pending_));
  }
  more_.notify_one();
}

void Recorder::end() {
  thread_.request_stop();
  thread_.join();
}

void Recorder::work(const std::stop_token& stop) {
  for (;;) {
    std::vector<Outcome> some;
    {
      std::unique_lock lock(mutex_);
      if (!more_.wait(lock, stop, [&] { return !pending_.empty(); })) return;
      if (pending_.size() <= most_at_once) {
        some.swap(pending_);
      } else {
        const auto end = pending_.begin() + most_at_once;
        some.assign(std::make_move_iterator(pending_.begin()), std::make_move_iterator(end));
        pending_.erase(pending_.begin(), end);
      }
    }
    record(std::move(some), stop);
  }
}

void Recorder::record(std::vector<Outcome> outcomes, const std::stop_token& stop) {
  const auto written = std::ranges::stable_partition(outcomes, std::not_fn(is_to_be_written));
  const std::span<const Outcome> before(outcomes.begin(), written.begin());
  if (!before.empty()) {
    // What followers or others the handler's transaction let go was not told to us.
    surroundings_.look_again = true;
    Recorded recorded;
    for (const Outcome& each : before) {
      if (each.verdict == Verdict::refused) recorded.refused.push_back(each.claim.id);
    }
    done(before, recorded, Attempt::first);
  }
  const auto rest =
      std::ranges::stable_partition(written, [](const Outcome& each) { return each.verdict == Verdict::completed; });
  std::vector<Outcome> completed(std::make_move_iterator(written.begin()), std::make_move_iterator(rest.begin()));
  std::vector<Outcome> returned(std::make_move_iterator(rest.begin()), std::make_move_iterator(rest.end()));
  if (!completed.empty()) write(completed, stop);
  if (!returned.empty()) write(returned, stop);
}

bool Recorder::connect(const std::stop_token& stop) {
  if (session_ && session_->alive()) return true;
  session_.reset();
  auto session = Session::connect(database_, {.application_name = "chandler execute (record)"}, stop);
  if (!session) return false;
  // Somebody who locks one task for long is not to hold up all.
  if (!session->run("SET lock_timeout = 5000")) return false;
  session_.emplace(*std::move(session));
  return true;
}

Answer<Recorded> Recorder::call(std::span<const Outcome> outcomes) {
  return outcomes.front().verdict == Verdict::completed ? complete(*session_, outcomes, keep_)
                                                        : give_back(*session_, outcomes);
}

void Recorder::write(std::vector<Outcome>& outcomes, const std::stop_token& stop) {
  platform::Backoff backoff(first_pause, longest_pause);
  auto attempt = Attempt::first;
  while (!stop.stop_requested()) {
    if (connect(stop)) {
      const auto recorded = call(outcomes);
      if (recorded) return done(outcomes, *recorded, attempt);
      const ServerError& error = recorded.error();
      if (error.stopped) return;
      platform::log::warning("record_failed", error.message,
                             {{"tasks", outcomes.size()}, {"sqlstate", error.sqlstate}});
      if (!error.connection_lost && session_->alive()) return write_each(outcomes, stop);
      attempt = Attempt::again;
    }
    surroundings_.metrics.lost_connection();
    if (!platform::sleep_unless_stopped(stop, backoff.next(chance()))) return;
  }
}

void Recorder::write_each(std::vector<Outcome>& outcomes, const std::stop_token& stop) {
  for (Outcome& each : outcomes) write_one(each, stop);
}

void Recorder::write_one(Outcome& outcome, const std::stop_token& stop) {
  const std::span<const Outcome> one(&outcome, 1);
  if (connect(stop)) {
    const auto recorded = call(one);
    if (recorded) return done(one, *recorded, Attempt::again);
    if (outcome_of(recorded.error()) == core::Outcome::problem) {
      platform::log::error("record_refused", recorded.error().message, {{"task", outcome.claim.id}});
      if (outcome.verdict != Verdict::completed) return done(one, {}, Attempt::again);  // its lease will run out
      if (outcome.result) {
        outcome.result.reset();  // JSON that PostgreSQL does not take, such as one with \u0000
      } else {
        outcome.verdict = Verdict::failed;
        outcome.error = "it was done, but cannot be recorded: " + recorded.error().message;
      }
    }
  }
  std::vector<Outcome> later;
  later.push_back(std::move(outcome));
  platform::sleep_unless_stopped(stop, first_pause);
  add(std::move(later));
}

void Recorder::done(std::span<const Outcome> outcomes, const Recorded& recorded, Attempt attempt) {
  std::vector<std::int64_t> ids;
  ids.reserve(outcomes.size());
  for (const Outcome& each : outcomes) {
    log_of(each);
    ids.push_back(each.claim.id);
  }
  // After a lost answer, those that an earlier attempt recorded are refused too, which says nothing.
  if (!recorded.refused.empty() && attempt == Attempt::first) {
    surroundings_.metrics.refused(recorded.refused.size());
    platform::log::warning("task_end_refused",
                           "these tasks were claimed anew, cancelled or finished by somebody else meanwhile",
                           {{"tasks", recorded.refused.size()}, {"first", recorded.refused.front()}});
  }
  surroundings_.metrics.finished(outcomes);
  if (recorded.freed > 0) surroundings_.look_again = true;
  surroundings_.in_flight.remove(ids);
  surroundings_.metrics.in_flight(surroundings_.in_flight.size());
  surroundings_.wake.signal();
}

}  // namespace chandler::execute
