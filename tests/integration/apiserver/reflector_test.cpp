#include "platform/kubernetes/reflector.hpp"

#include <atomic>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/metadata.hpp"
#include "platform/kubernetes/watched.hpp"
#include "tests/integration/apiserver/control_plane.hpp"
#include "tests/support/eventually.hpp"

namespace chandler::tests {
namespace {

namespace kubernetes = platform::kubernetes;
using nlohmann::json;
using Request = ApiProxy::Request;

struct Named {
  kubernetes::objects::Metadata metadata;
  bool operator==(const Named&) const = default;
};

std::optional<Named> read_named(const json& object) {
  auto metadata = kubernetes::objects::read_metadata(object);
  if (!metadata) return std::nullopt;
  return Named{*std::move(metadata)};
}

kubernetes::Resource config_maps(const std::string& name = "") {
  return {.plural = "configmaps", .namespace_name = "pages", .name = name};
}

}  // namespace

TEST_CASE("A list comes in pages, begins anew when it expires in the middle, and is watched from there") {
  ControlPlane& cluster = ControlPlane::shared();
  cluster.make_namespace("pages", json::object());
  for (int i = 0; i < 7; ++i) {
    cluster.make(config_maps(), {{"metadata", {{"name", "map-" + std::to_string(i)}, {"labels", {{"page", "yes"}}}}}});
  }
  const auto proxy = cluster.proxy();
  std::atomic<bool> expired = false;
  proxy->follow([&](const Request& request) -> std::optional<ApiProxy::Fault> {
    if (!request.about("continue=") || expired.exchange(true)) return std::nullopt;
    // Meanwhile one goes that the first page had.
    cluster.admin().remove(config_maps("map-0"));
    return ApiProxy::Fault{
        .kind = ApiProxy::Fault::Kind::answer, .head = "410 Gone", .body = R"({"code":410,"reason":"Expired"})"};
  });
  std::atomic<int> gone = 0;
  kubernetes::Watched<Named> watched(read_named, [&](const auto&, const auto& now) { gone += now ? 0 : 1; });
  const auto access = kubernetes::from_kubeconfig(cluster.kubeconfig_by(*proxy, "token: admin-token").string()).value();
  auto reflector = kubernetes::Reflector::start(access,
                                                {.collection = config_maps(),
                                                 .selection = {.labels = "page=yes"},
                                                 .page = 2,
                                                 .first_retry = std::chrono::milliseconds(10)},
                                                watched)
                       .value();
  REQUIRE(eventually([&] { return watched.synced(); }));
  CHECK(watched.all().size() == 6);
  CHECK(gone == 1);
  CHECK(proxy->count([](const Request& request) { return request.about("limit=2"); }) == 2 + 3);

  // Out of the selection is as good as gone.
  const auto patched = cluster.admin().patch(config_maps("map-1"), kubernetes::PatchType::merge,
                                             {{"metadata", {{"labels", {{"page", "no"}}}}}});
  REQUIRE(patched);
  CHECK(eventually([&] { return watched.all().size() == 5; }));

  // A stop ends a watch that nothing happens in.
  const auto told = std::chrono::steady_clock::now();
  reflector.reset();
  CHECK(std::chrono::steady_clock::now() - told < std::chrono::seconds(1));
}

}  // namespace chandler::tests
