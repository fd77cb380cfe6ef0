#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "tests/integration/probe_amcheck/damaged.hpp"
#include "tests/support/eventually.hpp"

namespace chandler::tests {
namespace {

TEST_CASE("a check that somebody waits for is cancelled, and said to be") {
  Damaged server;
  // As slow as a setting says: the check reckons the expression for each row, a minute in all.
  server.sql(R"(
CREATE FUNCTION slowly(i int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_sleep(coalesce(nullif(current_setting('test.pause', true), ''), '0')::float8); RETURN i; END $$;
CREATE TABLE dish (id int, filler text);
INSERT INTO dish SELECT i, repeat('x', 1900) FROM generate_series(1, 1000) i;
CREATE INDEX dish_slow ON dish (slowly(id));
ALTER ROLE postgres SET test.pause = '0.06')");
  probe::RunOptions options = options_for(server.server().settings("postgres"), "amcheck");
  options.regardless_of_load = false;
  Probed probed;
  std::jthread run([&] { probed = probe_by(options); });
  REQUIRE(eventually([&] {
    return server.sql("SELECT count(*) FROM pg_locks WHERE relation = 'dish_slow'::regclass AND granted") != "0";
  }));
  // Where nobody gave way this would fail.
  server.sql("SET lock_timeout = '30s'; ALTER TABLE dish ADD COLUMN note text");
  run.join();
  probed.one("amcheck.gave_way", "index public.dish_slow");
  CHECK_FALSE(probed.outcome.whole);
}

}  // namespace
}  // namespace chandler::tests
