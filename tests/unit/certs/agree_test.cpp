#include "certs/agree.hpp"

#include <barrier>
#include <future>
#include <utility>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/certs/memory_store.hpp"

namespace chandler::tests {
namespace {

using namespace std::chrono_literals;
using certs::agree;
using certs::SystemTime;

const SystemTime start = SystemTime(std::chrono::days{20000});
const certs::IssueOptions options{.dns_names = {"chandler.ops.svc"}};

auto at(SystemTime time) {
  return [time] { return time; };
}

}  // namespace

TEST_CASE("an empty store is filled once, and then used as it is") {
  MemorySecret secret;
  MemoryStore store(secret);
  const auto made = agree(store, options, at(start));
  REQUIRE(made);
  CHECK(certs::inspect(made->bundle, "chandler.ops.svc", start).has_value());
  const auto again = agree(store, options, at(start + std::chrono::days{200}));
  REQUIRE(again);
  CHECK(again->bundle == made->bundle);
  CHECK(store.saves == 1);
}

TEST_CASE("of replicas that start at once one makes the certificate and the others take it") {
  static constexpr int replicas = 4;
  MemorySecret secret;
  std::barrier all_loaded(replicas);
  std::vector<std::unique_ptr<MemoryStore>> stores;
  std::vector<std::future<core::Expected<certs::Agreed>>> results;
  for (int i = 0; i < replicas; ++i) {
    stores.push_back(std::make_unique<MemoryStore>(secret));
    stores.back()->after_load = [&all_loaded, first = true]() mutable {
      if (std::exchange(first, false)) all_loaded.arrive_and_wait();
    };
    results.push_back(
        std::async(std::launch::async, [&store = *stores.back()] { return agree(store, options, at(start)); }));
  }
  int saves = 0;
  for (auto& result : results) CHECK(result.get().value().bundle == secret.bundle);
  for (const auto& store : stores) saves += store->saves;
  CHECK(saves == 1);
}

TEST_CASE("what cannot be used is made anew") {
  MemorySecret secret;
  MemoryStore store(secret);
  REQUIRE(agree(store, options, at(start)));
  const certs::Bundle good = *secret.bundle;
  SECTION("expired") {
    CHECK(agree(store, options, at(start + std::chrono::days{366}))->bundle != good);
  }
  SECTION("from the future") {
    CHECK(agree(store, options, at(start - std::chrono::days{1}))->bundle != good);
  }
  SECTION("for another name") {
    CHECK(agree(store, {.dns_names = {"other.ops.svc"}}, at(start))->bundle != good);
  }
  SECTION("corrupt") {
    secret.bundle->chain.replace(40, 4, "****");
    CHECK(agree(store, options, at(start))->bundle != good);
  }
  SECTION("half missing") {
    secret.bundle->key.clear();
    CHECK(agree(store, options, at(start))->bundle != good);
  }
  CHECK(store.saves == 2);
}

TEST_CASE("at two thirds of its life it is renewed, and both CAs are trusted, never more") {
  MemorySecret secret;
  MemoryStore store(secret);
  SystemTime now = start;
  std::string older;
  for (int renewal = 0; renewal < 3; ++renewal, now += std::chrono::days{250}) {
    const auto agreed = agree(store, options, at(now));
    REQUIRE(agreed);
    const auto cas = certs::certificates_of(agreed->bundle.ca);
    REQUIRE(cas.size() == (renewal == 0 ? 1 : 2));
    if (renewal > 0) CHECK(cas[1] == older);
    older = cas[0];
  }
  CHECK(store.saves == 3);
}

TEST_CASE("one that is asked for is made once, however good the old one is") {
  MemorySecret secret;
  MemoryStore store(secret);
  const certs::Bundle first = agree(store, options, at(start))->bundle;
  secret.rotate = true;
  const auto second = agree(store, options, at(start + 1h));
  REQUIRE(second);
  CHECK(second->bundle.chain != first.chain);
  CHECK(certs::certificates_of(second->bundle.ca)[1] == certs::certificates_of(first.ca)[0]);
  CHECK(agree(store, options, at(start + 1h))->bundle == second->bundle);
  CHECK(store.saves == 2);
}

TEST_CASE("after rotations in quick succession whatever was just served is still trusted, and later is not") {
  MemorySecret secret;
  MemoryStore store(secret);
  std::vector<certs::Bundle> made;
  for (int i = 0; i < 5; ++i) {
    secret.rotate = true;
    made.push_back(agree(store, options, at(start + i * 1min))->bundle);
  }
  const SystemTime now = start + 5min;
  for (const certs::Bundle& old : made) {
    const certs::Bundle served{.ca = secret.bundle->ca, .chain = old.chain, .key = old.key};
    CHECK(certs::inspect(served, "chandler.ops.svc", now).has_value());
  }
  secret.rotate = true;
  const auto later = agree(store, options, at(start + 1h));
  REQUIRE(later);
  CHECK(certs::certificates_of(later->bundle.ca).size() == 2);
}

TEST_CASE("what was lost is stored again as it is served") {
  MemorySecret secret;
  MemoryStore store(secret);
  const certs::Bundle served = agree(store, options, at(start))->bundle;
  SECTION("deleted") {
    secret.bundle.reset();
  }
  SECTION("corrupted") {
    secret.bundle->key = "no key";
  }
  const auto healed = agree(store, options, at(start + 1h), served);
  REQUIRE(healed);
  CHECK(healed->bundle == served);
  CHECK(secret.bundle == served);
}

TEST_CASE("what was lost when it was due is made anew, and what is served stays trusted") {
  MemorySecret secret;
  MemoryStore store(secret);
  const certs::Bundle served = agree(store, options, at(start))->bundle;
  secret.bundle.reset();
  const auto made = agree(store, options, at(start + std::chrono::days{300}), served);
  REQUIRE(made);
  CHECK(made->bundle.chain != served.chain);
  CHECK(certs::certificates_of(made->bundle.ca)[1] == certs::certificates_of(served.ca)[0]);
}

TEST_CASE("a renewal that cannot be stored leaves the old certificate in use while it is valid") {
  MemorySecret secret;
  MemoryStore store(secret);
  REQUIRE(agree(store, options, at(start)));
  store.refuse_save = core::Error{.code = "kubernetes.refused", .message = "no"};
  const auto due = agree(store, options, at(start + std::chrono::days{300}));
  REQUIRE(due);
  CHECK(due->bundle == secret.bundle);
  CHECK(agree(store, options, at(start + std::chrono::days{400})).error().code == "kubernetes.refused");
}

TEST_CASE("a store that changes for ever is given up on") {
  MemorySecret secret;
  MemoryStore store(secret);
  store.after_load = [&] { ++secret.version; };
  CHECK(agree(store, options, at(start)).error().code == "certs.conflict");
}

}  // namespace chandler::tests
