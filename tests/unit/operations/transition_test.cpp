#include "controller/operations/transition.hpp"

#include <catch2/catch_test_macros.hpp>

#include "platform/kubernetes/errors.hpp"
#include "tests/unit/operations/sample.hpp"

namespace chandler::controller::operations {
namespace {

using namespace std::chrono_literals;
using Phase = Operation::Phase;

const Microtime noon = at("2026-11-21T12:00:00Z");

core::Error away() {
  return {.outcome = core::Outcome::could_not,
          .code = std::string(platform::kubernetes::code::unreachable),
          .message = "no answer"};
}

}  // namespace

TEST_CASE("a claim begins an attempt, and one that is taken over goes on with it") {
  const Status first = claimed({}, "me", noon);
  CHECK(first.phase == Phase::running);
  CHECK(first.attempts == 1);
  CHECK(first.started == noon);
  const Status over = claimed(first, "you", noon + 60s);
  CHECK(over.attempts == 1);
  CHECK(over.worker == "you");
  CHECK(over.started == noon);
  CHECK(over.claimed == noon + 60s);
  CHECK(over.renewed == noon + 60s);
}

TEST_CASE("giving it back costs no attempt, however often") {
  Status status = claimed({}, "me", noon);
  for (int i = 0; i < 10; ++i) {
    status = claimed(claimed(given_back(status, noon), "you", noon), "they", noon);
    CHECK(status.attempts == 1);
  }
  const Status back = given_back(status, noon);
  CHECK(back.phase == Phase::pending);
  CHECK(back.next_attempt == noon);
  CHECK(back.worker.empty());
}

TEST_CASE("what may go better is tried again later and later, and then given up") {
  Status status;
  for (int attempt = 1; attempt < most_attempts; ++attempt) {
    status = tried(claimed(status, "me", noon), away(), noon);
    CHECK(status.phase == Phase::pending);
    CHECK(status.next_attempt == noon + std::chrono::seconds(1 << attempt));
    CHECK(status.reason == "Unreachable");
  }
  status = tried(claimed(status, "me", noon), away(), noon);
  CHECK(status.phase == Phase::failed);
  CHECK(status.message == "given up after 5 attempts: no answer");
  CHECK(status.finished == noon);
}

TEST_CASE("what would not go better fails at once, with its reason") {
  const auto error = refused(Reason::workload_gone, "there is no Deployment menu", "look").error();
  const Status status = tried(claimed({}, "me", noon), error, noon);
  CHECK(status.phase == Phase::failed);
  CHECK(status.reason == "WorkloadGone");
  CHECK(status.message == "there is no Deployment menu. look");
}

TEST_CASE("a step's message is kept to the kind's limit, and its Job is not forgotten") {
  Status status = claimed({}, "me", noon);
  status = advanced(status, {.message = std::string(5000, 'x'), .job = "op-1"}, noon);
  CHECK(status.message.size() <= 1024);
  CHECK(status.phase == Phase::running);
  status = advanced(status, {.done = true, .message = "done"}, noon + 1s);
  CHECK(status.phase == Phase::succeeded);
  CHECK(status.job == "op-1");
  CHECK(status.reason.empty());
  CHECK(status.finished == noon + 1s);
}

}  // namespace chandler::controller::operations
