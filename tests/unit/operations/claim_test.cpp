#include "controller/operations/claim.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/operations/memory_operations.hpp"
#include "tests/unit/operations/sample.hpp"

namespace chandler::controller::operations {
namespace {

using namespace std::chrono_literals;
using Phase = Operation::Phase;

constexpr Timing claim_timing{.duration = 60s};

struct Setting {
  Time now{1'000s};
  MemoryOperations store{sample_operation()};

  core::Expected<std::shared_ptr<Claim>> take(std::string_view worker = "me") {
    return Claim::take(store, *store.kept, worker, claim_timing, [this] { return now; });
  }
};

Status said(Status status, std::string text) {
  status.message = std::move(text);
  return status;
}

}  // namespace

TEST_CASE("of two that saw the same one has it") {
  Setting setting;
  const Operation seen = *setting.store.kept;
  REQUIRE(Claim::take(setting.store, seen, "me", claim_timing));
  const auto second = Claim::take(setting.store, seen, "you", claim_timing);
  REQUIRE(!second);
  CHECK(second.error().code == platform::kubernetes::code::conflict);
  CHECK(setting.store.kept->status.worker == "me");
}

TEST_CASE("writes in its name begin for two thirds of its time behind the last renewal") {
  Setting setting;
  const auto claim = setting.take().value();
  CHECK(claim->holds());
  setting.now += 20s;
  CHECK(claim->renewal_is_due());
  REQUIRE(claim->write(setting.store, renewed));
  CHECK(!claim->renewal_is_due());
  setting.now += 39s;
  CHECK(claim->holds());
  setting.now += 1s;
  CHECK(!claim->holds());
}

TEST_CASE("a person's label in between costs nothing") {
  Setting setting;
  const auto claim = setting.take().value();
  setting.store.touch();
  REQUIRE(claim->write(setting.store, [](Status status, Microtime) { return said(std::move(status), "x"); }));
  CHECK(setting.store.kept->status.message == "x");
  CHECK(!claim->over());
}

TEST_CASE("what another has taken over is not written, which is no failure") {
  Setting setting;
  const auto claim = setting.take().value();
  const auto other = setting.take("you").value();
  REQUIRE(claim->write(setting.store, [](Status status, Microtime) { return said(std::move(status), "mine"); }));
  CHECK(claim->over());
  CHECK(!claim->holds());
  CHECK(setting.store.kept->status.worker == "you");
  CHECK(setting.store.kept->status.message.empty());
}

TEST_CASE("what was deleted, or made anew under its name, is over") {
  Setting setting;
  const auto claim = setting.take().value();
  SECTION("deleted") {
    setting.store.kept.reset();
  }
  SECTION("another of the name") {
    setting.store.kept->metadata.uid = "o2";
  }
  REQUIRE(claim->write(setting.store, renewed));
  CHECK(claim->over());
}

TEST_CASE("a write whose answer was lost counts once") {
  Setting setting;
  const auto claim = setting.take().value();
  setting.store.lose_answer = true;
  const auto end = [](Status status, Microtime now) {
    return advanced(std::move(status), {.done = true, .message = "done"}, now);
  };
  CHECK(!claim->write(setting.store, end));
  CHECK(!claim->over());
  REQUIRE(claim->write(setting.store, end));
  CHECK(claim->over());
  CHECK(setting.store.version == 3);  // taken, ended
}

TEST_CASE("with the API server away it is held, and not counted on") {
  Setting setting;
  const auto claim = setting.take().value();
  setting.store.away = true;
  setting.now += 45s;
  CHECK(!claim->write(setting.store, renewed));
  CHECK(!claim->over());
  CHECK(!claim->holds());
  setting.store.away = false;
  REQUIRE(claim->write(setting.store, renewed));
  CHECK(claim->holds());
}

TEST_CASE("how long it has been saying the same") {
  Setting setting;
  const auto claim = setting.take().value();
  CHECK(claim->unchanged_for("one") == 0s);
  setting.now += 5s;
  CHECK(claim->unchanged_for("one") == 5s);
  CHECK(claim->unchanged_for("two") == 0s);
}

}  // namespace chandler::controller::operations
