#include "controller/operations/board.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/operations/memory_operations.hpp"
#include "tests/unit/operations/sample.hpp"

namespace chandler::controller::operations {
namespace {

using Phase = Operation::Phase;

}  // namespace

TEST_CASE("what a watch tells is looked at, but for what is held here") {
  Board board(true);
  const Operation seen = sample_operation();
  board.changed(nullptr, &seen);
  CHECK(board.queue().size() == 1);
  CHECK(board.queue().next({}) == seen.metadata.key);
  board.queue().done(seen.metadata.key, true);

  MemoryOperations store(seen);
  const auto claim = Claim::take(store, seen, "me", {}).value();
  board.hold(claim);
  CHECK(board.claim(seen.metadata.key) == claim);
  const Operation ours = claim->operation();
  board.changed(&seen, &ours);
  CHECK(board.queue().size() == 0);
  board.changed(&ours, nullptr);  // a person deleted it
  CHECK(board.queue().size() == 1);
  board.let_go(seen.metadata.key);
  CHECK(board.claims().empty());
}

TEST_CASE("a claim that moves is seen anew, a message that changes is not") {
  Board board(true);
  const Operation before = sample_operation({.phase = Phase::running, .worker = "they"});
  const auto begun = Clock::now();
  board.changed(nullptr, &before);
  const Time first = board.seen_since(before.metadata.key);
  CHECK(first >= begun);
  Operation told = before;
  told.status.message = "on its way";
  board.changed(&before, &told);
  CHECK(board.seen_since(before.metadata.key) == first);
  Operation renewed = told;
  renewed.status.renewed = at("2026-11-21T12:00:00Z");
  board.changed(&told, &renewed);
  CHECK(board.seen_since(before.metadata.key) > first);
}

TEST_CASE("with no workers nothing is taken up") {
  Board board(false);
  const Operation seen = sample_operation();
  board.changed(nullptr, &seen);
  CHECK(board.queue().size() == 0);
}

}  // namespace chandler::controller::operations
