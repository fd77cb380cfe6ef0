#include <catch2/catch_test_macros.hpp>

#include "tests/unit/api/fixture.hpp"

namespace chandler::tests {
namespace {

using nlohmann::json;

std::string refused(ApiFixture& api, const json& change) {
  json body = ApiFixture::refresh();
  body.merge_patch(change);
  const auto response = api.post(body);
  CHECK(response.status == 400);
  return ApiFixture::detail(response);
}

}  // namespace

TEST_CASE("what is asked for becomes an Operation in the caller's name") {
  ApiFixture api;
  const auto response = api.post({{"namespace", "shop"},
                                  {"workload", {{"kind", "deployment"}, {"name", "menu"}}},
                                  {"action", "suspend"},
                                  {"target", "probe"},
                                  {"ttlSecondsAfterFinished", 60}});
  REQUIRE(response.status == 201);
  REQUIRE(api.records.created().size() == 1);
  const json made = api.records.created().front();
  CHECK(made.at("apiVersion") == "chandler.dev/v1alpha1");
  CHECK(made.at("kind") == "Operation");
  CHECK(made.at("metadata").at("namespace") == "shop");
  CHECK(made.at("metadata").at("generateName") == "suspend-");
  CHECK(made.at("spec") == json{{"workload", {{"kind", "Deployment"}, {"name", "menu"}}},
                                {"action", "suspend"},
                                {"target", "probe"},
                                {"requestedBy", "edit"},
                                {"ttlSecondsAfterFinished", 60}});
  const std::string address(platform::http::find_header(response.headers, "Location"));
  CHECK(ApiFixture::body(api.ask(address)) == ApiFixture::body(response));
  CHECK(ApiFixture::body(response).at("phase") == "Pending");
}

TEST_CASE("a body is refused with what is wrong in it, and nothing is made") {
  ApiFixture api;
  CHECK(refused(api, {{"action", "explode"}}).contains("'action' is 'explode'; give one of: refresh, probe,"));
  CHECK(refused(api, {{"action", nullptr}}) == "'action' is missing in the body");
  CHECK(refused(api, {{"action", 7}}) == "'action' in the body is no text");
  CHECK(refused(api, {{"namespace", "../kube-system"}}).contains("'namespace' in the body is '../kube-system', which"));
  CHECK(refused(api, {{"workload", {{"name", ""}}}}).contains("'name' in 'workload' is ''"));
  CHECK(refused(api, {{"workload", {{"kind", "Pod"}}}}).contains("give one of: Deployment, StatefulSet, DaemonSet"));
  CHECK(refused(api, {{"workload", "menu"}}).contains("'workload' is missing"));
  CHECK(refused(api, {{"target", "probe"}}) == "'target' belongs to suspend and resume, not to refresh");
  CHECK(refused(api, {{"ttlSecondsAfterFinished", -1}}).contains("give a number of 0 to 31536000"));
  CHECK(refused(api, {{"requestedBy", "root"}}).contains("a member 'requestedBy' that is not known here"));
  CHECK(refused(api, {{"workload", {{"uid", "1"}}}}).contains("'workload' has a member 'uid'"));
  CHECK(ApiFixture::detail(api.post(json::array())) == "the body is no JSON object");
  CHECK(api.post(ApiFixture::refresh(), "edit-token", {{"Idempotency-Key", "short"}}).status == 400);
  CHECK(api.records.created().empty());
}

TEST_CASE("the same request with the same key is done once") {
  ApiFixture api;
  const platform::http::Headers key{{"Idempotency-Key", "3f0b0d9e-8d1c-4f6e"}};
  const auto first = api.post(ApiFixture::refresh(), "edit-token", key);
  const auto again = api.post(ApiFixture::refresh(), "edit-token", key);
  CHECK(first.status == 201);
  CHECK(again.status == 200);
  CHECK(again.body == first.body);
  CHECK(api.records.created().size() == 1);
  // Another person's, another content's and another key's are others.
  api.reviewer.admit("ada-token", "ada");
  api.reviewer.grant("ada", "create", "operations");
  CHECK(api.post(ApiFixture::refresh(), "ada-token", key).status == 201);
  json probe = ApiFixture::refresh();
  probe["action"] = "probe";
  CHECK(api.post(probe, "edit-token", key).status == 201);
  CHECK(api.post(ApiFixture::refresh(), "edit-token", {{"Idempotency-Key", "another-key"}}).status == 201);
  CHECK(api.records.created().size() == 4);
}

TEST_CASE("who may not create, creates nothing") {
  ApiFixture api;
  const auto response = api.post(ApiFixture::refresh(), "shop-token");
  CHECK(response.status == 403);
  CHECK(ApiFixture::detail(response) ==
        "shop may not create operations.chandler.dev in the namespace shop; the cluster roles edit and admin hold that "
        "right");
  CHECK(api.post(ApiFixture::refresh(), "").status == 401);
  CHECK(api.records.created().empty());
}

TEST_CASE("operations are listed the newest first, by workload and phase") {
  ApiFixture api;
  for (int i = 0; i < 3; ++i) REQUIRE(api.post(ApiFixture::refresh()).status == 201);
  REQUIRE(api.post(ApiFixture::refresh("billing")).status == 201);
  json done = api.records.created().front();
  done["status"] = {{"phase", "Succeeded"}};
  api.records.put_operation(done);
  const auto names = [&](const std::string& query, const std::string& token = "edit-token") {
    std::vector<std::string> all;
    const json list = ApiFixture::body(api.ask("/api/v1/operations" + query, token));
    for (const json& item : list.at("items")) all.push_back(item.at("name").get<std::string>());
    return all;
  };
  using Names = std::vector<std::string>;
  CHECK(names("") == Names{"refresh-00004", "refresh-00003", "refresh-00002", "refresh-00001"});
  CHECK(names("?namespace=shop") == Names{"refresh-00003", "refresh-00002", "refresh-00001"});
  CHECK(names("", "shop-token") == Names{"refresh-00003", "refresh-00002", "refresh-00001"});
  CHECK(names("?phase=Succeeded&phase=Failed") == Names{"refresh-00001"});
  CHECK(names("?namespace=shop&workload=deployment/menu&phase=Pending") == Names{"refresh-00003", "refresh-00002"});
  CHECK(names("?workload=statefulset/menu").empty());
  for (const char* wrong : {"?workload=menu", "?workload=pod/menu", "?workload=deployment/", "?phase=done"}) {
    INFO(wrong);
    CHECK(api.ask(std::string("/api/v1/operations") + wrong).status == 400);
  }
}

TEST_CASE("an API server that does not take it is no fault of the caller's, and its words stay inside") {
  ApiFixture api;
  api.create = [](const json&) -> core::Expected<json> {
    return std::unexpected(
        core::Error{.code = "kubernetes.refused", .message = "user chandler cannot create operations"});
  };
  const auto response = api.post(ApiFixture::refresh());
  CHECK(response.status == 503);
  CHECK_FALSE(response.body.contains("chandler cannot"));
  CHECK(platform::http::find_header(response.headers, "Retry-After") == "2");
}

TEST_CASE("who asks too often is told when to come back") {
  ApiFixture api;
  platform::http::Response response;
  for (int i = 0; i < 300 && response.status == 200; ++i) response = api.ask("/api/v1/permissions");
  CHECK(response.status == 429);
  CHECK(platform::http::find_header(response.headers, "Retry-After") == "1");
  CHECK(api.ask("/api/v1/permissions", "shop-token").status == 200);
  api.steady += std::chrono::seconds(1);
  CHECK(api.ask("/api/v1/permissions").status == 200);
}

}  // namespace chandler::tests
