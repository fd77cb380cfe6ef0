#include "dataset/status/status.hpp"

#include "tests/integration/dataset/program.hpp"

namespace chandler::dataset {
namespace {

TEST_CASE_METHOD(Fixture, "the status tells what the ledger knows, also across a swap") {
  CHECK(read_status(settings(), {}).error().code == "load.no_ledger");
  run("CREATE TABLE t(id int PRIMARY KEY, v text); CREATE TABLE u(id int PRIMARY KEY)");
  write("t.csv", rows(3, "a"));
  REQUIRE(Program(*this, "first", {"refresh", "--mode", "swap"}).wait() == 0);
  write("t.csv", rows(2, "b"));
  REQUIRE(Program(*this, "second", {"refresh", "--mode", "swap"}).wait() == 0);
  write("u.csv", "id\nx\n");
  for (int again = 0; again < 2; ++again) REQUIRE(Program(*this, "bad").wait() == 2);
  const auto status = read_status(settings(), {});
  REQUIRE(status.has_value());
  REQUIRE(status->size() == 2);
  const DataSetStatus& t = status->at(0);
  CHECK(t.table == "public.t");
  CHECK(t.rows == 2);
  CHECK(t.failures == 0);
  REQUIRE(t.age.has_value());
  CHECK(*t.age < std::chrono::minutes(5));
  CHECK(t.loaded.ends_with("Z"));
  const DataSetStatus& u = status->at(1);
  CHECK(u.failures == 2);
  CHECK(u.source == "u.csv");
  CHECK(u.error.contains("u.csv:2, column id"));
  CHECK_FALSE(u.age.has_value());
}

}  // namespace
}  // namespace chandler::dataset
