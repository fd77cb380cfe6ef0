#include "init/wait/job_state.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

namespace chandler::wait {
namespace {

using nlohmann::json;

core::Expected<Readiness> judge(const char* status) {
  return judge_job("seed", {{"status", json::parse(status)}});
}

TEST_CASE("a complete Job is ready") {
  const auto seen = judge(R"({"succeeded": 1, "conditions": [{"type": "SuccessCriteriaMet", "status": "True"},
                                                              {"type": "Complete", "status": "True"}]})");
  REQUIRE(seen.has_value());
  CHECK(seen->ready);
}

TEST_CASE("a failed Job is a problem, with the Job's own reason") {
  const auto seen =
      judge(R"({"failed": 7, "conditions": [{"type": "Failed", "status": "True", "reason": "BackoffLimitExceeded",
                                                            "message": "Job has reached the specified backoff limit"}]})");
  REQUIRE_FALSE(seen.has_value());
  CHECK(seen.error().code == "wait.job_failed");
  CHECK(seen.error().outcome == core::Outcome::problem);
  CHECK(seen.error().message.contains("BackoffLimitExceeded: Job has reached the specified backoff limit"));
}

TEST_CASE("a Job that runs, waits or retries is not ready yet, and says how it stands") {
  CHECK(judge(R"({"active": 1, "failed": 2})")->reason == "the Job is not complete: 1 active, 0 succeeded, 2 failed");
  CHECK(judge(R"({"conditions": [{"type": "Suspended", "status": "True"}]})")->reason == "the Job is suspended");
  CHECK_FALSE(judge(R"({"conditions": [{"type": "Complete", "status": "False"}]})")->ready);
  CHECK_FALSE(judge("{}")->ready);
}

TEST_CASE("an answer that is no Job is not taken for a complete one") {
  CHECK_FALSE(judge_job("seed", json::parse("[]"))->ready);
  CHECK_FALSE(judge_job("seed", json::parse(R"({"status": {"conditions": "Complete", "active": "x"}})"))->ready);
}

}  // namespace
}  // namespace chandler::wait
