#include <chrono>
#include <string>
#include <string_view>

#include "tests/integration/dataset/fixture.hpp"
#include "tests/support/cutting_proxy.hpp"

namespace chandler::dataset {
namespace {

// As the protocol sends it, so that ON COMMIT DROP is not meant.
constexpr std::string_view the_commit("COMMIT\0", 7);

using tests::CuttingProxy;
using Cut = CuttingProxy::Cut;

core::Expected<std::vector<DataSetResult>> bring_through(Cut cut, Options options, int passes = 0) {
  auto& parameters = options.database.parameters;
  const CuttingProxy proxy(std::stoi(parameters.at("port")), std::string(the_commit), cut, passes);
  parameters["port"] = std::to_string(proxy.port());
  parameters["sslmode"] = "disable";
  parameters["gssencmode"] = "disable";
  return bring(options, {});
}

core::Expected<std::vector<DataSetResult>> load_through(Fixture& fixture, Cut cut) {
  REQUIRE(ensure_ledger(fixture.session()).has_value());  // else the first COMMIT would be that of making it
  return bring_through(cut, fixture.options());
}

TEST_CASE_METHOD(Fixture, "when the answer to the commit is lost, the ledger tells that it was done") {
  run("CREATE TABLE t(id int PRIMARY KEY); INSERT INTO t VALUES (9)");
  write("t.csv", "id\n1\n2\n");
  const auto results = load_through(*this, Cut::after);
  REQUIRE(results.has_value());
  CHECK(results->front().action == Action::loaded);
  CHECK(results->front().counts.inserted == 2);
  CHECK(value("SELECT count(*) FROM t") == "3");
  CHECK(value("SELECT count(*) FROM chandler.dataset_load") == "1");
}

TEST_CASE_METHOD(Fixture, "when the commit itself is lost, nothing is loaded and another run may help") {
  run("CREATE TABLE t(id int PRIMARY KEY); INSERT INTO t VALUES (9)");
  write("t.csv", "id\n1\n2\n");
  const auto results = load_through(*this, Cut::before);
  REQUIRE_FALSE(results.has_value());
  CHECK(results.error().code == "database.lost");
  CHECK(results.error().outcome == core::Outcome::could_not);
  CHECK(value("SELECT count(*) FROM t") == "1");
  CHECK(load_one().counts.inserted == 2);
}

core::Expected<std::vector<DataSetResult>> swap_through(const Fixture& fixture, Cut cut) {
  Options options = fixture.options();
  options.purpose = Purpose::refresh;
  options.policy.mode = Mode::swap;
  return bring_through(cut, std::move(options), 1);  // the first ends the building of the table beside
}

TEST_CASE_METHOD(Fixture, "a swap whose last answer is lost is asked after as well") {
  run("CREATE TABLE t(id int PRIMARY KEY)");
  write("t.csv", "id\n1\n");
  REQUIRE(load_one().counts.inserted == 1);
  write("t.csv", "id\n1\n2\n");
  const auto cut_off = swap_through(*this, Cut::before);
  REQUIRE_FALSE(cut_off.has_value());
  CHECK(cut_off.error().code == "database.lost");
  CHECK(value("SELECT count(*) FROM t") == "1");
  const auto unanswered = swap_through(*this, Cut::after);
  REQUIRE(unanswered.has_value());
  CHECK(unanswered->front().action == Action::loaded);
  CHECK(value("SELECT count(*) FROM t") == "2");
}

// The proxy stays, so that nothing but its silence tells the server.
TEST_CASE_METHOD(Fixture, "the locks of a run that fell silent are free as soon as the server notices") {
  run("CREATE TABLE t(id int PRIMARY KEY); INSERT INTO t VALUES (0)");
  std::string rows = "id\n";
  for (int i = 1; i <= 200'000; ++i) rows += std::to_string(i) + "\n";
  write("t.csv", rows);
  Options options = this->options();
  auto& parameters = options.database.parameters;
  const CuttingProxy proxy(std::stoi(parameters.at("port")), "FROM STDIN", Cut::silently);
  parameters["port"] = std::to_string(proxy.port());
  parameters["keepalives_idle"] = "1";
  parameters["keepalives_interval"] = "1";
  parameters["keepalives_count"] = "2";
  parameters["tcp_user_timeout"] = "3000";
  const auto results = bring(options, {});
  CHECK(proxy.cuts() == 1);
  REQUIRE_FALSE(results.has_value());
  CHECK(results.error().outcome == core::Outcome::could_not);
  Options next = this->options();
  next.lock_timeout = std::chrono::seconds(30);
  const auto loaded = bring(next, {});
  REQUIRE(loaded.has_value());
  CHECK(loaded->front().counts.inserted == 200'000);
}

}  // namespace
}  // namespace chandler::dataset
