#include "sidecar/run/claimer.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <utility>

#include <poll.h>

#include "platform/log/log.hpp"
#include "sidecar/queue/schema.hpp"

namespace chandler::execute {
namespace {

using platform::postgres::ServerError;
using platform::postgres::Session;

constexpr std::size_t most_at_once = 1000;
constexpr std::chrono::milliseconds first_pause{100};
constexpr std::chrono::milliseconds longest_pause{5000};

// Enough of our capacity to be free for a claim to be worth it, or a wait as long as this.
constexpr std::chrono::milliseconds patience{5};

// chandler.wake lets queues that are busy be notified of eight times in a tenth of a second only.
constexpr std::chrono::milliseconds first_look{50};

constexpr std::chrono::minutes prune_every{10};

double chance() {
  static thread_local std::minstd_rand random(std::random_device{}());
  return std::uniform_real_distribution<double>(0, 1)(random);
}

core::Error refusal(const ServerError& error) {
  return to_error(error, "tasks.refused", "chandler.task",
                  error.is("42501") ? "Let an owner grant what an executor needs: docs/tasks.md, Rights" : "");
}

}  // namespace

Claimer::Claimer(ClaimerOptions options, Surroundings surroundings)
    : options_(std::move(options)),
      surroundings_(surroundings),
      backoff_(first_pause, longest_pause),
      poll_at_(Clock::now()),
      renew_at_(Clock::now()),
      prune_at_(Clock::now() + prune_every) {}

bool Claimer::connect(const std::stop_token& abort) {
  auto session = Session::connect(options_.database, {.application_name = "chandler execute"}, abort);
  if (!session) {
    platform::log::warning("database_away", session.error().message);
    disconnect();
    return false;
  }
  session_.emplace(*std::move(session));
  if (auto prepared = prepare(); !prepared) {
    platform::log::error(prepared.error().code, core::describe(prepared.error()));
    disconnect();
    return false;
  }
  surroundings_.connected = true;
  surroundings_.metrics.connected(true);
  platform::log::info("executor_connected", "claims tasks at " + session_->settings().describe(),
                      {{"executor", options_.identity.executor}, {"worker", options_.identity.worker}});
  more_ = true;
  return true;
}

core::Expected<void> Claimer::prepare() {
  if (auto made = ensure_task_schema(*session_); !made) return made;
  const auto process = session_->query("SELECT pg_catalog.pg_backend_pid()");
  if (!process) return std::unexpected(to_error(process.error(), "tasks.connect"));
  // A pooler gives each transaction a server connection, and notifications come on the one that listened.
  if (process->integer(0, 0) != session_->backend_pid()) {
    platform::log::warning("executor_polls",
                           "a connection pooler stands between: notifications do not come through, so new tasks "
                           "wait for the next poll. Connect to PostgreSQL itself to start them at once",
                           {{"poll_ms", options_.poll.count()}});
    return {};
  }
  if (auto listening = session_->run(std::string("LISTEN ") + wake_channel); !listening) {
    return std::unexpected(to_error(listening.error(), "tasks.connect"));
  }
  return {};
}

// Whatever the server refuses may be well a moment later, or after somebody mended it: by a new connection, and ever
// later, until a claim succeeds.
void Claimer::disconnect() {
  session_.reset();
  connect_at_ = Clock::now() + backoff_.next(chance());
  surroundings_.connected = false;
  surroundings_.metrics.connected(false);
  surroundings_.metrics.lost_connection();
}

void Claimer::fail(const ServerError& error) {
  if (error.connection_lost || error.stopped || outcome_of(error) != core::Outcome::problem) {
    platform::log::warning("database_away", error.message);
  } else {
    const core::Error refused = refusal(error);
    platform::log::error(refused.code, core::describe(refused), {{"sqlstate", refused.sqlstate}});
  }
  disconnect();
}

void Claimer::turn(bool claims, Clock::time_point end, const std::stop_token& abort) {
  if (!session_ && (Clock::now() < connect_at_ || !connect(abort))) {
    pollfd waking{surroundings_.wake.fd(), POLLIN, 0};
    // Capacity is of no use without a database, but a stop has to come through.
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(std::min(end, connect_at_) - Clock::now());
    poll(&waking, 1, static_cast<int>(std::max<std::int64_t>(wait.count(), 0)));
    surroundings_.wake.clear();
    return;
  }
  if (!work(claims)) return;
  const auto wait =
      std::clamp(std::chrono::ceil<std::chrono::milliseconds>(std::min(end, next_time(claims)) - Clock::now()),
                 std::chrono::milliseconds(0), std::chrono::milliseconds(60'000));
  const auto notified = session_->wait_for_notifications(wait, surroundings_.wake.fd());
  surroundings_.wake.clear();
  if (!notified) return fail(notified.error());
  heed(*notified);
}

// False: the connection is gone.
bool Claimer::work(bool claims) {
  return renew_if_due() && (!claims || (prune_if_due() && claim_if_due()));
}

bool Claimer::renew_if_due() {
  if (Clock::now() < renew_at_ || surroundings_.in_flight.size() == 0) return true;
  const auto asked = Lease::Clock::now();
  const auto known = surroundings_.in_flight.ids();
  const auto lost = renew(*session_, options_.identity, known);
  if (!lost) {
    fail(lost.error());
    return false;
  }
  surroundings_.lease.extend(asked, options_.identity.lease);
  renew_at_ = Clock::now() + options_.identity.lease / 3;
  // Those that were recorded since `known` was asked for are among them, too.
  surroundings_.in_flight.remove(surroundings_.queue.drop(*lost));
  return true;
}

bool Claimer::prune_if_due() {
  if (!options_.prune_after || Clock::now() < prune_at_) return true;
  const auto pruned = prune(*session_, *options_.prune_after);
  if (!pruned) {
    fail(pruned.error());
    return false;
  }
  if (*pruned > 0) platform::log::info("tasks_pruned", "deleted finished tasks", {{"tasks", *pruned}});
  // More are left when it took as many as it may.
  prune_at_ = Clock::now() + (*pruned >= 10'000 ? std::chrono::minutes(0) : prune_every);
  return true;
}

bool Claimer::wants_claim(Clock::time_point now) const {
  return more_ || now >= poll_at_ || now >= look_at_;
}

bool Claimer::claim_if_due() {
  const auto now = Clock::now();
  if (surroundings_.look_again.exchange(false)) more_ = true;
  const std::size_t taken = surroundings_.in_flight.size();
  if (!wants_claim(now) || taken >= options_.concurrency) return true;
  const std::size_t free = std::min(options_.concurrency - taken, most_at_once);
  if (free < (std::min(options_.concurrency, most_at_once) + 3) / 4 && now < claimed_at_ + patience) return true;
  const auto asked = Lease::Clock::now();
  auto claimed = claim(*session_, options_.identity, free, now >= measure_at_ ? Measure::yes : Measure::no);
  if (!claimed) {
    fail(claimed.error());
    return false;
  }
  if (!claimed->tasks.empty()) {
    surroundings_.lease.extend(asked, options_.identity.lease);
    renew_at_ = Clock::now() + options_.identity.lease / 3;
  }
  backoff_.reset();
  if (!claimed->depths.empty()) tell(std::move(claimed->depths));
  plan_after(*claimed, free);
  surroundings_.in_flight.add(claimed->tasks);
  surroundings_.metrics.in_flight(surroundings_.in_flight.size());
  surroundings_.metrics.claimed(claimed->tasks, claimed->reclaimed);
  surroundings_.queue.push(std::move(claimed->tasks));
  return true;
}

void Claimer::tell(std::vector<Depth> depths) {
  // A poll comes no sooner, so that each of them measures.
  measure_at_ = Clock::now() + options_.poll;
  surroundings_.metrics.measured(depths);
  surroundings_.depths.set(std::move(depths));
}

void Claimer::plan_after(const Claimed& claimed, std::size_t asked) {
  claimed_at_ = Clock::now();
  more_ = claimed.tasks.size() == asked || claimed.reclaimed > 0;
  poll_at_ = claimed_at_ + options_.poll;
  if (claimed.next_due) poll_at_ = std::min(poll_at_, claimed_at_ + *claimed.next_due);
  if (claimed_at_ >= look_at_) {
    look_pause_ *= 2;
    look_at_ = look_pause_ < options_.poll ? claimed_at_ + look_pause_ : Clock::time_point::max();
  }
}

Claimer::Clock::time_point Claimer::next_time(bool claims) const {
  auto next = Clock::time_point::max();
  const std::size_t taken = surroundings_.in_flight.size();
  if (taken > 0) next = renew_at_;
  if (!claims || taken >= options_.concurrency) return next;
  if (more_ || surroundings_.look_again) return std::min(next, claimed_at_ + patience);
  return std::min({next, poll_at_, look_at_});
}

void Claimer::heed(const std::vector<std::string>& notified) {
  for (const std::string& queue : notified) {
    if (!std::ranges::contains(options_.identity.queues, queue)) continue;
    more_ = true;
    look_pause_ = first_look;
    look_at_ = Clock::now() + look_pause_;
  }
}

void Claimer::leave(const std::stop_token& abort) {
  if (!session_ && !connect(abort)) return;
  const auto given = execute::leave(*session_, options_.identity);
  if (!given) {
    platform::log::warning("executor_left",
                           "cannot give tasks back, which their lease will do: " + given.error().message);
  } else {
    platform::log::info("executor_left", "left the queue", {{"given_back", *given}});
  }
}

}  // namespace chandler::execute
