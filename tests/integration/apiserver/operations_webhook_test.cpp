#include <catch2/catch_test_macros.hpp>

#include "tests/integration/apiserver/operations_fixture.hpp"
#include "tests/support/places.hpp"

// Who asks for an operation is written by the webhook, not by whoever asks.
namespace chandler::tests {
namespace {

namespace kubernetes = platform::kubernetes;
using nlohmann::json;

json operation(const json& spec) {
  json object = OperationsFixture::operation_object("x", "suspend", "menu", spec);
  object["metadata"] = {{"generateName", "x-"}};
  return object;
}

// A client of somebody else's.
kubernetes::Client client_of(const ControlPlane& cluster, const std::string& account) {
  return kubernetes::Client::make(kubernetes::from_kubeconfig(cluster.kubeconfig(account).string()).value()).value();
}

}  // namespace

TEST_CASE("An operation carries the name of who asked for it") {
  ControlPlane& cluster = ControlPlane::shared();
  Installation installation(cluster, "op-webhook");
  installation.grant();
  cluster.make_namespace("op-webhook-apps", json::object());
  ServeInstance replica(tests::chandler_program(), installation.flags());
  REQUIRE(replica.becomes_ready());
  installation.route_to(replica.port());
  const kubernetes::Resource collection = kubernetes::objects::operation("op-webhook-apps", "");
  const auto made_by = [&](kubernetes::Client& client, const json& spec) {
    core::Expected<json> made;
    // The API server sees a changed webhook configuration a moment after it was written.
    eventually([&] {
      made = client.create(collection, operation(spec));
      return made.has_value();
    });
    if (!made) FAIL(core::describe(made.error()));
    return made->at("spec").value("requestedBy", "");
  };
  CHECK(made_by(cluster.admin(), json::object()) == "admin");
  CHECK(made_by(cluster.admin(), {{"requestedBy", "somebody-else"}}) == "admin");
  // Our own account speaks for the callers of our API.
  auto own = client_of(cluster, "chandler");
  CHECK(made_by(own, {{"requestedBy", "jane"}}) == "jane");
  CHECK(made_by(own, json::object()) == "chandler");

  const auto refused = cluster.admin().create(
      collection, OperationsFixture::operation_object("y", "restart", "menu", {{"target", "probe"}}));
  REQUIRE(!refused);
  CHECK(refused.error().message.contains("goes with suspend and resume alone"));
}

}  // namespace chandler::tests
