#include "tests/integration/execute_run/running.hpp"

namespace chandler::execute {
namespace {

// A role that may use the schema and no more; the address by which it connects.
platform::postgres::ConnectionSettings as_role(Database& database, const std::string& role) {
  database.ask(
      std::format("DROP ROLE IF EXISTS {0}; CREATE ROLE {0} LOGIN; GRANT USAGE ON SCHEMA chandler TO {0}", role));
  auto settings = database.settings();
  settings.parameters.insert_or_assign("user", role);
  return settings;
}

Options completing(const Database& database, platform::postgres::ConnectionSettings settings) {
  auto out = options_of(
      database, Doing::plan([](const Task& task, const auto&) { return outcome_of(task, Verdict::completed); }));
  out.claims.database = std::move(settings);
  return out;
}

}  // namespace

TEST_CASE("an executor that may not claim asks ever less often, and claims once it may") {
  Database database;
  Running running(completing(database, as_role(database, "poor")));
  database.enqueue("t");
  const auto begun = std::chrono::steady_clock::now();
  REQUIRE(tests::eventually([&] { return running.metrics().contains("chandler_execute_connections_lost_total 4\n"); }));
  // 100, 200 and 400 ms between the first four refusals, at least.
  CHECK(std::chrono::steady_clock::now() - begun >= std::chrono::milliseconds(600));
  database.ask(
      "GRANT ALL ON ALL TABLES IN SCHEMA chandler TO poor; GRANT ALL ON ALL SEQUENCES IN SCHEMA chandler TO poor");
  wait_until(database, all_done);
  running.stop();
  database.ask("DROP OWNED BY poor; DROP ROLE poor");
}

TEST_CASE("the rights that the documentation lists are enough") {
  Database database;
  auto settings = as_role(database, "worker");
  database.ask(
      "GRANT SELECT, INSERT, UPDATE, DELETE ON chandler.task, chandler.task_dependency TO worker;"
      "GRANT SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA chandler TO worker;"
      "GRANT ALL ON chandler.task_executor TO worker");
  const auto head = database.enqueue("head");
  database.enqueue("follower", std::format(", depends_on => ARRAY[{}]", head));
  {
    auto options = completing(database, settings);
    SECTION("with finished tasks kept") {
      options.keep = true;
      Running running(std::move(options));
      wait_until(database, "count(*) = 2 FROM chandler.task WHERE state = 'completed'");
    }
    SECTION("with finished tasks deleted") {
      options.keep = false;
      Running running(std::move(options));
      wait_until(database, "count(*) = 0 FROM chandler.task");
    }
  }
  database.ask("DROP OWNED BY worker; DROP ROLE worker");
}

}  // namespace chandler::execute
