#include "controller/operations/worker.hpp"

#include <algorithm>
#include <exception>
#include <format>
#include <utility>

#include <nlohmann/json.hpp>

#include "controller/operations/action.hpp"
#include "controller/operations/cluster_operations.hpp"
#include "platform/kubernetes/errors.hpp"
#include "platform/log/log.hpp"

namespace chandler::controller::operations {
namespace {

namespace kubernetes = platform::kubernetes;
namespace objects = kubernetes::objects;
namespace log = platform::log;
using Phase = Operation::Phase;

// Often at first, rarely where nothing moves.
std::chrono::milliseconds look_again(Clock::duration unchanged) {
  static constexpr std::chrono::milliseconds soonest{500};
  static constexpr std::chrono::milliseconds latest{10'000};
  return std::clamp(std::chrono::duration_cast<std::chrono::milliseconds>(unchanged / 4), soonest, latest);
}

// An operation that brings one replica down would bring down the next that takes it over, and so all of them.
core::Expected<Progress> guarded_step(const Work& work) {
  try {
    return action_of(work.operation)(work);
  } catch (const std::exception& error) {
    return refused(Reason::internal_error, std::format("Chandler failed on it: {}", error.what()),
                   "this is a fault of Chandler's: report it with the operation's and the workload's manifest");
  }
}

core::Error out_of_patience(const Progress& progress) {
  return {
      .code = std::string(id_of(progress.waits_for == Reason::none ? Reason::not_ready : progress.waits_for)),
      .message = std::format("given up, for nothing moved in {} min: {}",
                             std::chrono::floor<std::chrono::minutes>(*progress.patience).count(), progress.message),
      .hint = "what was done so far stays done"};
}

}  // namespace

core::Expected<std::unique_ptr<Worker>> Worker::make(const WorkerOptions& options, const Caches& caches, Board& board,
                                                     Metrics& metrics, const std::stop_token& stop) {
  std::unique_ptr<Worker> worker(new Worker(options, caches, board, metrics));
  kubernetes::ClientOptions calls{.connect_timeout = options.timing.request(),
                                  .request_timeout = options.timing.request(),
                                  .whole_timeout = options.timing.request(),
                                  .stop = stop};
  auto status = kubernetes::Client::make(options.cluster, calls);
  if (!status) return std::unexpected(status.error());
  worker->store_ = std::make_unique<ClusterOperations>(*std::move(status));
  calls.may_write = [borrowed = worker.get()] { return borrowed->current_ != nullptr && borrowed->current_->holds(); };
  auto client = kubernetes::Client::make(options.cluster, calls);
  if (!client) return std::unexpected(client.error());
  worker->client_ = *std::move(client);
  return worker;
}

void Worker::run(const std::stop_token& stop) {
  while (const auto key = board_.queue().next(stop)) {
    board_.queue().done(*key, look_at(*key));
  }
}

bool Worker::look_at(const Key& key) {
  const auto seen = caches_.operation(key);
  auto held = board_.claim(key);
  if (held && (!seen || held->over() || held->operation().metadata.uid != seen->metadata.uid)) {
    board_.let_go(key);
    held.reset();
  }
  if (held) return step(*held);
  if (!seen) return true;
  const Decision decision = decide({.operation = *seen, .since = board_.seen_since(key), .worker = options_.name},
                                   Clock::now(), objects::wall_clock(), options_.timing);
  switch (decision.step) {
    case Decision::Step::leave:
      return true;
    case Decision::Step::wait:
      board_.queue().add_after(key, std::chrono::ceil<std::chrono::milliseconds>(decision.pause));
      return true;
    case Decision::Step::claim:
      return claim(*seen);
  }
  std::unreachable();
}

bool Worker::claim(const Operation& seen) {
  auto taken = Claim::take(*store_, seen, options_.name, options_.timing);
  if (!taken) {
    const bool beaten =
        taken.error().code == kubernetes::code::conflict || taken.error().code == kubernetes::code::not_found;
    log::write(beaten ? log::Level::debug : log::Level::warning, "operation_not_claimed", core::describe(taken.error()),
               {{"operation", objects::display(seen.metadata.key)}});
    return false;
  }
  const bool taken_over = seen.status.phase == Phase::running && seen.status.worker != options_.name;
  if (taken_over) metrics_.taken_over.add();
  const Operation now = (*taken)->operation();
  log::info("operation_claimed", taken_over ? "from a replica that was silent" : "this replica carries it out",
            {{"operation", objects::display(now.metadata.key)},
             {"action", objects::name_of(now.spec.action)},
             {"workload", std::format("{} {}", now.spec.kind, now.spec.workload)},
             {"requested_by", now.spec.requested_by},
             {"attempt", now.status.attempts}});
  board_.hold(*taken);
  return step(**taken);
}

bool Worker::step(Claim& claim) {
  const Operation operation = claim.operation();
  current_ = &claim;
  const auto progress = guarded_step({.client = *client_, .operation = operation, .settings = options_.settings});
  current_ = nullptr;
  if (!progress) return fail(claim, progress.error());
  return go_on(claim, *progress);
}

bool Worker::go_on(Claim& claim, const Progress& progress) {
  const Clock::duration unchanged = claim.unchanged_for(progress.message);
  if (!progress.done && progress.patience && unchanged > *progress.patience) {
    return fail(claim, out_of_patience(progress));
  }
  const Status status = claim.operation().status;
  const Status next = advanced(status, progress, status.renewed.value_or(Microtime()));
  if (next != status &&
      !write(claim, [&](Status now, Microtime time) { return advanced(std::move(now), progress, time); })) {
    return false;
  }
  if (!claim.over()) board_.queue().add_after(claim.operation().metadata.key, look_again(unchanged));
  return true;
}

bool Worker::fail(Claim& claim, const core::Error& error) {
  // Nothing was sent, for the claim was not renewed in time: when it is, it goes on.
  if (error.code == kubernetes::code::fenced) return false;
  return write(claim, [&](Status now, Microtime time) { return tried(std::move(now), error, time); });
}

bool Worker::write(Claim& claim, const Claim::Change& change) {
  const auto written = claim.write(*store_, change);
  const Operation now = claim.operation();
  const std::string name = objects::display(now.metadata.key);
  if (!written) {
    log::warning("operation_not_written", core::describe(written.error()), {{"operation", name}});
    return false;
  }
  if (!claim.over()) return true;
  board_.let_go(now.metadata.key);
  board_.queue().add(now.metadata.key);  // while it was held, what a watch told of it was not looked at
  const std::string_view action = objects::name_of(now.spec.action);
  if (now.status.phase == Phase::running) {
    log::warning("operation_lost", "another replica has taken it, or it was deleted", {{"operation", name}});
  } else if (now.status.phase == Phase::pending) {
    metrics_.retried.with({action}).add();
    log::warning("operation_retried", now.status.message,
                 {{"operation", name}, {"reason", now.status.reason}, {"attempt", now.status.attempts}});
  } else {
    const bool well = now.status.phase == Phase::succeeded;
    metrics_.ended.with({action, objects::name_of(now.status.phase)}).add();
    log::write(well ? log::Level::info : log::Level::warning, "operation_ended", now.status.message,
               {{"operation", name},
                {"action", action},
                {"phase", objects::name_of(now.status.phase)},
                {"reason", now.status.reason},
                {"requested_by", now.spec.requested_by}});
  }
  return true;
}

}  // namespace chandler::controller::operations
