#include <atomic>
#include <chrono>
#include <csignal>
#include <future>
#include <random>
#include <thread>

#include "tests/integration/dataset/program.hpp"

namespace chandler::dataset {
namespace {

using Clock = std::chrono::steady_clock;
using platform::postgres::Session;

constexpr int count = 20'000;

// Reads all the time, until it is asked: what it saw that nobody may see, or nothing.
class Reader {
 public:
  explicit Reader(const Fixture& fixture)
      : seen_(std::async(std::launch::async, [this, session = open(fixture)]() mutable { return read(session); })) {}

  std::string stop() {
    stopped_ = true;
    return seen_.get();
  }

 private:
  static Session open(const Fixture& fixture) {
    auto session = Session::connect(fixture.settings(), {.application_name = "reader"}, {});
    REQUIRE(session.has_value());
    return *std::move(session);
  }
  std::string read(Session& session) const {
    while (!stopped_) {
      const auto answer = session.run("SELECT count(*), count(DISTINCT v) FROM t");
      if (!answer) return answer.error().message;
      if (answer->integer(0, 0) != count || answer->integer(0, 1) != 1) {
        return std::format("{} rows of {} generations", answer->integer(0, 0), answer->integer(0, 1));
      }
    }
    return {};
  }

  std::atomic<bool> stopped_ = false;
  std::future<std::string> seen_;
};

// Brings generation after generation, each run killed at a random instant of the time that one takes, and then
// once more in peace.
void kill_at_random(Fixture& fixture, const std::vector<std::string>& words, int rounds,
                    const std::string& padding = {}) {
  fixture.run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  fixture.write("t.csv", rows(count, "first" + padding));
  const auto began = Clock::now();
  REQUIRE(Program(fixture, "first", words).wait() == 0);
  const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began);
  std::mt19937 random(std::random_device{}());
  std::uniform_int_distribution<std::int64_t> instant(0, whole.count());
  Reader reader(fixture);
  int killed = 0;
  for (int round = 0; round < rounds; ++round) {
    const std::string fresh = "round " + std::to_string(round) + padding;
    const std::string before = fixture.value("SELECT min(v) FROM t");
    fixture.write("t.csv", rows(count, fresh));
    Program program(fixture, "killed", words);
    std::this_thread::sleep_for(std::chrono::microseconds(instant(random)));
    program.signal(SIGKILL);
    if (program.wait() != 0) ++killed;
    wait_until(fixture,
               "NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE "
               "'chandler %')");
    const std::string after = fixture.value("SELECT min(v) FROM t");
    CHECK((after == before || after == fresh));
    CHECK(Program(fixture, "again", words).wait() == 0);
    CHECK(fixture.value("SELECT min(v) || max(v) || count(*) FROM t") == fresh + fresh + std::to_string(count));
  }
  CHECK(reader.stop().empty());
  CHECK(killed > rounds / 5);
  CHECK(fixture.value(
            "SELECT count(*) FROM pg_class WHERE relname LIKE 'chandler\\_beside%' OR relname LIKE 'stage\\_%'") ==
        "0");
}

TEST_CASE_METHOD(Fixture, "a load that is killed leaves all or nothing, and the next one finishes") {
  kill_at_random(*this, {"load"}, 25);
}

TEST_CASE_METHOD(Fixture, "a load by several connections that is killed leaves no stage behind the next one") {
  kill_at_random(*this, {"load", "--jobs", "3"}, 40, std::string(150, 'p'));
}

TEST_CASE_METHOD(Fixture, "a refresh that is killed leaves all or nothing, and the next one finishes") {
  kill_at_random(*this, {"refresh", "--delete"}, 25);
}

TEST_CASE_METHOD(Fixture, "a swap that is killed leaves the old table or the new one, and the next one finishes") {
  kill_at_random(*this, {"refresh", "--mode", "swap"}, 25);
}

}  // namespace
}  // namespace chandler::dataset
