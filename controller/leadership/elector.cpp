#include "controller/leadership/elector.hpp"

#include <format>
#include <utility>

#include "platform/log/log.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::controller::leadership {

namespace log = platform::log;

Elector::Elector(std::unique_ptr<LeaseStore> leases, ElectorOptions options, Lead lead, const std::stop_token& stop)
    : leases_(std::move(leases)),
      options_(std::move(options)),
      lead_(std::move(lead)),
      candidate_(*leases_, options_.lease, options_.identity, options_.timing),
      thread_([this, stop] { run(stop); }) {}

Elector::~Elector() {
  thread_.join();
}

void Elector::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const Candidate::Turn turn = candidate_.turn();
    if (turn.change == Candidate::Change::acquired) begin();
    if (turn.change == Candidate::Change::lost) end();
    if (turn.error) note_failure(*turn.error);
    if (!turn.error) failure_.clear();
    const auto pause =
        std::chrono::ceil<std::chrono::milliseconds>(candidate_.term() ? turn.pause : with_jitter(turn.pause));
    if (candidate_.term() || turn.error) {
      platform::sleep_unless_stopped(stop, pause);
    } else {
      leases_->await_change(candidate_.seen_version(), pause, stop);
    }
  }
  if (!leading_) return;
  end();
  if (const auto released = candidate_.release(); released) {
    log::info("leadership_released", "another replica may lead at once", {{"instance_id", options_.identity}});
  } else {
    note_failure(released.error());
  }
}

void Elector::begin() {
  leading_ = true;
  log::info("leadership_acquired", "this replica leads", {{"instance_id", options_.identity}});
  leader_ = std::jthread([this, term = candidate_.term()](const std::stop_token& stop) { lead_(term, stop); });
}

void Elector::end() {
  leader_.request_stop();
  leader_.join();
  leading_ = false;
  if (!candidate_.term()) {
    log::warning("leadership_lost", "another replica leads, or the lease was not renewed in time",
                 {{"instance_id", options_.identity}, {"leader", candidate_.leader()}});
  }
}

void Elector::note_failure(const core::Error& error) {
  std::string text = core::describe(error);
  log::write(text == failure_ ? log::Level::debug : log::Level::warning, "lease_failed", text, {{"code", error.code}});
  failure_ = std::move(text);
}

Clock::duration Elector::with_jitter(Clock::duration pause) {
  std::uniform_int_distribution<Clock::duration::rep> jitter(0, pause.count() / 5);
  return pause + Clock::duration(jitter(random_));
}

}  // namespace chandler::controller::leadership
