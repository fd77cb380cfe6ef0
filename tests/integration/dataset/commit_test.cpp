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

core::Expected<std::vector<DataSetResult>> load_through(const Fixture& fixture, Cut cut) {
  Options options = fixture.options();
  auto& parameters = options.database.parameters;
  const CuttingProxy proxy(std::stoi(parameters.at("port")), std::string(the_commit), cut);
  parameters["port"] = std::to_string(proxy.port());
  parameters["sslmode"] = "disable";
  parameters["gssencmode"] = "disable";
  return bring(options, {});
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

}  // namespace
}  // namespace chandler::dataset
