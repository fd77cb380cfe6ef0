#include "tests/integration/execute_queue/fixture.hpp"

namespace chandler::execute {
namespace {

using std::chrono::milliseconds;

// What came within a moment in which nothing else does.
std::size_t notified(platform::postgres::Session& session) {
  std::size_t out = 0;
  for (auto some = session.wait_for_notifications(milliseconds(2000)); some.has_value() && !some->empty();
       some = session.wait_for_notifications(milliseconds(300))) {
    out += some->size();
  }
  return out;
}

}  // namespace

TEST_CASE("whoever listens is woken by a commit, and not by a task that is blocked") {
  Database database;
  auto listener = database.another();
  REQUIRE(listener.run("LISTEN chandler_task").has_value());
  database.ask("BEGIN");
  const auto head = database.enqueue("a");
  database.enqueue("b");
  database.enqueue("blocked", std::format(", depends_on => ARRAY[{}]", head));
  database.ask("COMMIT");
  const auto said = listener.wait_for_notifications(std::chrono::seconds(10));
  REQUIRE(said.has_value());
  CHECK(*said == std::vector<std::string>{"default"});
}

TEST_CASE("a busy queue is notified of a few times only, each queue by itself") {
  Database database;
  auto listener = database.another();
  REQUIRE(listener.run("LISTEN chandler_task").has_value());
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < 300; ++i) database.enqueue("t");
  const auto tenths = 2 + (std::chrono::steady_clock::now() - began) / milliseconds(100);
  const auto heard = notified(listener);
  CHECK(heard >= 1);
  CHECK(heard <= static_cast<std::size_t>(8 * tenths));
  // A transaction of its own, long after.
  database.ask("SELECT chandler.enqueue('default', 't')");
  CHECK(notified(listener) == 1);
}

}  // namespace chandler::execute
