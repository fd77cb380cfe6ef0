#include "controller/operations/transition.hpp"

#include <format>
#include <utility>

#include "core/text/one_line.hpp"
#include "platform/kubernetes/errors.hpp"

namespace chandler::controller::operations {
namespace {

namespace code = platform::kubernetes::code;
using Phase = Operation::Phase;

constexpr std::size_t longest_message = 1024;  // the kind's limit

// Those of the API server are told apart by what a person would do; all others are reasons by themselves.
std::string_view reason_of(const core::Error& error) {
  if (error.code == code::refused) return id_of(Reason::forbidden);
  if (!error.code.starts_with("kubernetes.")) return error.code;
  return id_of(may_try_again(error) ? Reason::unreachable : Reason::rejected);
}

void say(Status& status, std::string_view reason, std::string_view message) {
  status.reason = reason;
  status.message = core::text::one_line(message, longest_message);
}

void end(Status& status, Phase phase, Microtime now) {
  status.phase = phase;
  status.finished = now;
  status.next_attempt.reset();
}

}  // namespace

Status claimed(Status status, std::string_view worker, Microtime now) {
  if (status.phase != Phase::running) ++status.attempts;
  status.phase = Phase::running;
  status.worker = worker;
  status.claimed = now;
  status.renewed = now;
  if (!status.started) status.started = now;
  status.next_attempt.reset();
  return status;
}

Status renewed(Status status, Microtime now) {
  status.renewed = now;
  return status;
}

Status given_back(Status status, Microtime now) {
  status.phase = Phase::pending;
  --status.attempts;
  status.worker.clear();
  status.next_attempt = now;
  return status;
}

Status advanced(Status status, const Progress& progress, Microtime now) {
  say(status, id_of(progress.waits_for), progress.message);
  if (!progress.job.empty()) status.job = progress.job;
  status.renewed = now;
  if (progress.done) end(status, Phase::succeeded, now);
  return status;
}

Status tried(Status status, const core::Error& error, Microtime now) {
  const std::string text = core::describe(error);
  if (!may_try_again(error)) {
    say(status, reason_of(error), text);
    end(status, Phase::failed, now);
  } else if (status.attempts >= most_attempts) {
    say(status, reason_of(error), std::format("given up after {} attempts: {}", status.attempts, text));
    end(status, Phase::failed, now);
  } else {
    say(status, reason_of(error), text);
    status.phase = Phase::pending;
    status.worker.clear();
    status.next_attempt = now + pause_after(status.attempts);
  }
  return status;
}

}  // namespace chandler::controller::operations
