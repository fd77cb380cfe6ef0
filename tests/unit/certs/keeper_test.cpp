#include "certs/keeper.hpp"

#include <atomic>
#include <mutex>

#include <catch2/catch_test_macros.hpp>

#include "certs/issue.hpp"
#include "tests/support/eventually.hpp"

namespace chandler::certs {
namespace {

using namespace std::chrono_literals;
namespace tls = platform::tls;
using tests::eventually;

struct Script {
  std::mutex mutex;
  core::Expected<Bundle> bundle = std::unexpected(core::Error{.message = "away"});
  bool publishable = true;
  std::atomic<int> loads = 0;
  std::atomic<int> publishes = 0;
  std::shared_ptr<tls::ServerSlot> slot = std::make_shared<tls::ServerSlot>();
  std::shared_ptr<const tls::ServerContext> served_at_publish;

  void give(core::Expected<Bundle> next, bool can_publish = true) {
    const std::scoped_lock lock(mutex);
    bundle = std::move(next);
    publishable = can_publish;
  }
};

class ScriptedSource final : public Source {
 public:
  explicit ScriptedSource(Script& script) : script_(script) {}

  core::Expected<Bundle> load() override {
    const std::scoped_lock lock(script_.mutex);
    ++script_.loads;
    return script_.bundle;
  }
  core::Expected<void> publish(const Bundle&) override {
    const std::scoped_lock lock(script_.mutex);
    ++script_.publishes;
    script_.served_at_publish = script_.slot->get();
    if (!script_.publishable) return std::unexpected(core::Error{.message = "refused"});
    return {};
  }

 private:
  Script& script_;
};

Bundle new_bundle() {
  return issue({.dns_names = {"a"}}, std::chrono::system_clock::now()).value();
}

constexpr KeeperOptions quick{.interval = 5ms, .first_retry = 1ms, .settle = 0ms};

}  // namespace

TEST_CASE("it is ready when the certificate is served and published, and tries until then") {
  Script script;
  const Keeper keeper(std::make_unique<ScriptedSource>(script), script.slot, quick);
  CHECK(eventually([&] { return script.loads > 3; }));
  CHECK(!keeper.ready());
  CHECK(!script.slot->get());

  script.give(new_bundle(), false);
  CHECK(eventually([&] { return script.slot->get() != nullptr && script.publishes > 1; }));
  CHECK(!keeper.ready());

  script.give(script.bundle, true);
  CHECK(eventually([&] { return keeper.ready(); }));
}

TEST_CASE("a replacement is published before it is served") {
  Script script;
  script.give(new_bundle());
  const Keeper keeper(std::make_unique<ScriptedSource>(script), script.slot, quick);
  REQUIRE(eventually([&] { return keeper.ready(); }));
  const auto first = script.slot->get();

  script.give(new_bundle(), false);
  const int seen = script.publishes;
  CHECK(eventually([&] { return script.publishes > seen + 1; }));
  CHECK(script.slot->get() == first);

  script.give(script.bundle, true);
  CHECK(eventually([&] { return script.slot->get() != first; }));
}

TEST_CASE("a replacement is trusted for a while before it is served, and one that is replaced meanwhile never is") {
  Script script;
  script.give(new_bundle());
  const Keeper keeper(std::make_unique<ScriptedSource>(script), script.slot,
                      {.interval = 5ms, .first_retry = 1ms, .settle = 200ms});
  REQUIRE(eventually([&] { return keeper.ready(); }));
  const auto first = script.slot->get();

  script.give(new_bundle());
  const int seen = script.publishes;
  REQUIRE(eventually([&] { return script.publishes > seen + 2; }));
  CHECK(script.slot->get() == first);

  const auto given = std::chrono::steady_clock::now();
  script.give(new_bundle());
  CHECK(eventually([&] { return script.slot->get() != first; }));
  CHECK(std::chrono::steady_clock::now() - given >= 200ms);
}

TEST_CASE("while the source fails, or gives what is none, the old certificate stays") {
  Script script;
  script.give(new_bundle());
  const Keeper keeper(std::make_unique<ScriptedSource>(script), script.slot, quick);
  REQUIRE(eventually([&] { return keeper.ready(); }));
  const auto first = script.slot->get();
  for (const core::Expected<Bundle>& bad : {core::Expected<Bundle>(std::unexpected(core::Error{.message = "away"})),
                                            core::Expected<Bundle>(Bundle{.chain = "x", .key = "y"})}) {
    script.give(bad);
    const int seen = script.loads;
    CHECK(eventually([&] { return script.loads > seen + 2; }));
    CHECK(script.slot->get() == first);
    CHECK(keeper.ready());
  }
}

}  // namespace chandler::certs
