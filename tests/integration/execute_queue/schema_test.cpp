#include <thread>

#include "tests/integration/execute_queue/fixture.hpp"

namespace chandler::execute {

using platform::postgres::Session;

TEST_CASE("the schema may be run again, also over tasks") {
  Database database;
  const auto id = database.enqueue("once");
  database.ask(task_schema());
  CHECK(database.state(id) == "ready");
}

TEST_CASE("several that make the schema at once all find it") {
  const auto settings = tests::PostgresServer::shared().new_database();
  std::vector<core::Expected<void>> made(4);
  {
    std::vector<std::jthread> threads;
    for (auto& each : made) {
      threads.emplace_back([&] {
        auto session = Session::connect(settings, {}, {}).value();
        each = ensure_task_schema(session);
      });
    }
  }
  for (const auto& each : made) {
    INFO((each ? "" : core::describe(each.error())));
    CHECK(each.has_value());
  }
}

TEST_CASE("a role without the right is told what an owner has to do") {
  const auto settings = tests::PostgresServer::shared().new_database();
  auto owner = Session::connect(settings, {}, {}).value();
  REQUIRE(owner.run("DROP ROLE IF EXISTS nobody; CREATE ROLE nobody; SET ROLE nobody").has_value());
  const auto made = ensure_task_schema(owner);
  REQUIRE_FALSE(made.has_value());
  CHECK(made.error().code == "tasks.no_schema");
  CHECK(made.error().hint.contains("chandler schema tasks"));
  CHECK_FALSE(owner.in_transaction());
}

}  // namespace chandler::execute
