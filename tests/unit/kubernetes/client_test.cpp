#include "platform/kubernetes/client.hpp"

#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "certs/issue.hpp"
#include "platform/kubernetes/watch_event.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/kubernetes/stub.hpp"

// Against our own HTTPS server in the API server's place: what is sent, and what each answer becomes. The
// real API server is met in tests/integration/apiserver.
namespace chandler::platform::kubernetes {
namespace {

using nlohmann::json;

}  // namespace

TEST_CASE("each verb is sent as the API wants it, with the token") {
  Stub stub;
  Client client = stub.client();
  REQUIRE(client.get(secret("a", "b")));
  CHECK(stub.last().method == "GET");
  CHECK(stub.last().path == "/api/v1/namespaces/a/secrets/b");
  CHECK(stub.last().header("Authorization") == "Bearer t0ken");

  REQUIRE(client.create(secret("a", ""), {{"kind", "Secret"}}, {.dry_run = true, .strict_fields = true}));
  CHECK(stub.last().method == "POST");
  CHECK(stub.last().query == "dryRun=All&fieldValidation=Strict");
  CHECK(stub.last().header("Content-Type") == "application/json");
  CHECK(json::parse(stub.last().body) == json{{"kind", "Secret"}});

  REQUIRE(client.replace(secret("a", "b"), json::object()));
  CHECK(stub.last().method == "PUT");
  REQUIRE(client.patch(secret("a", "b"), PatchType::json, json::array()));
  CHECK(stub.last().method == "PATCH");
  CHECK(stub.last().header("Content-Type") == "application/json-patch+json");
  REQUIRE(client.patch(secret("a", "b"), PatchType::merge, json::object()));
  CHECK(stub.last().header("Content-Type") == "application/merge-patch+json");
  REQUIRE(client.remove(secret("a", "b")));
  CHECK(stub.last().method == "DELETE");
  CHECK(stub.server().statistics().accepted == 1);  // one connection for all
}

TEST_CASE("an error says verb, object and the API server's reason") {
  Stub stub;
  Client client = stub.client();
  const std::pair<int, std::string_view> statuses[]{
      {401, code::refused},  {403, code::refused},     {404, code::not_found},   {409, code::conflict},
      {422, code::rejected}, {429, code::unreachable}, {500, code::unreachable}, {503, code::unreachable}};
  for (const auto& [status, wanted] : statuses) {
    stub.answer(status, R"({"kind":"Status","message":"because"})");
    const auto answer = client.get(secret("a", "b"));
    REQUIRE(!answer);
    CHECK(answer.error().code == wanted);
    CHECK(answer.error().message == "cannot get secrets a/b: because");
    CHECK((answer.error().outcome == core::Outcome::could_not) ==
          (wanted == code::unreachable || wanted == code::conflict));
  }
  stub.answer(403, R"({"message":7})");
  CHECK(client.get(secret("a", "b")).error().message == "cannot get secrets a/b: HTTP status 403");
  stub.answer(200, "not json");
  CHECK(client.get(secret("a", "b")).error().code == code::unreachable);
}

TEST_CASE("a server that is away, or is somebody else, is unreachable") {
  Stub stub;
  Cluster other = stub.cluster();
  other.ca = certs::issue({.dns_names = {"localhost"}}, std::chrono::system_clock::now()).value().ca;
  CHECK(Client::make(other).value().get(secret("a", "b")).error().code == code::unreachable);

  Client client = stub.client();
  REQUIRE(client.get(secret("a", "b")));
  stub.server().stop(std::chrono::milliseconds(0));
  CHECK(client.get(secret("a", "b")).error().code == code::unreachable);
}

TEST_CASE("what is no PEM is refused when the client is made") {
  CHECK(Client::make({.host = "h", .ca = "nonsense"}).error().code == "kubernetes.configuration");
  CHECK(Client::make({.host = "h", .client_certificate = "nonsense"}).error().message.contains("client certificate"));
}

TEST_CASE("applying is a patch of YAML by a manager, with or without force") {
  Stub stub;
  Client client = stub.client();
  REQUIRE(client.apply(secret("a", "b"), {{"kind", "Secret"}}, {.field_manager = "chandler"}));
  CHECK(stub.last().method == "PATCH");
  CHECK(stub.last().header("Content-Type") == "application/apply-patch+yaml");
  CHECK(stub.last().query == "fieldManager=chandler&fieldValidation=Strict");
  REQUIRE(
      client.apply(secret("a", "b"), json::object(), {.field_manager = "chandler", .force = true, .dry_run = true}));
  CHECK(stub.last().query == "fieldManager=chandler&fieldValidation=Strict&force=true&dryRun=All");
}

TEST_CASE("a deletion says what it means to delete, and what becomes of the rest") {
  Stub stub;
  Client client = stub.client();
  REQUIRE(
      client.remove(secret("a", "b"), {.uid = "u", .resource_version = "7", .propagation = Propagation::foreground}));
  CHECK(json::parse(stub.last().body) == json{{"apiVersion", "v1"},
                                              {"kind", "DeleteOptions"},
                                              {"propagationPolicy", "Foreground"},
                                              {"preconditions", {{"uid", "u"}, {"resourceVersion", "7"}}}});
}

TEST_CASE("a pod is evicted, unless its budget says not now") {
  Stub stub;
  Client client = stub.client();
  REQUIRE(client.evict("a", "menu-0", {.uid = "u"}));
  CHECK(stub.last().path == "/api/v1/namespaces/a/pods/menu-0/eviction");
  const json body = json::parse(stub.last().body);
  CHECK(body.at("apiVersion") == "policy/v1");
  CHECK(body.at("metadata").at("name") == "menu-0");
  CHECK(body.at("deleteOptions").at("preconditions").at("uid") == "u");

  stub.answer(429, R"({"code":429,"message":"no","details":{"causes":[{"reason":"DisruptionBudget"}]}})");
  const auto refused = client.evict("a", "menu-0");
  REQUIRE(!refused);
  CHECK(refused.error().code == code::disruption_budget);
  CHECK(refused.error().outcome == core::Outcome::could_not);
}

TEST_CASE("a page hands its items over one by one and says how to go on") {
  Stub stub;
  Client client = stub.client();
  stub.answer(200, R"({"kind":"SecretList","metadata":{"resourceVersion":"9","continue":"to/ken="},
    "items":[{"metadata":{"name":"x","managedFields":[1]}},{"metadata":{"name":"y"}}]})");
  std::vector<json> items;
  const auto page = client.list(secret("a", ""), {.selection = {.labels = "a=b", .fields = "c=d"}, .next = "be/fore="},
                                [&](json&& item) { items.push_back(std::move(item)); });
  REQUIRE(page);
  CHECK(stub.last().query == "limit=500&labelSelector=a%3Db&fieldSelector=c%3Dd&continue=be%2Ffore%3D");
  CHECK(page->resource_version == "9");
  CHECK(page->next == "to/ken=");
  CHECK(items == std::vector<json>{{{"metadata", {{"name", "x"}}}}, {{"metadata", {{"name", "y"}}}}});
}

TEST_CASE("all pages of a list are read, each with the same selection") {
  Stub stub;
  Client client = stub.client();
  stub.answer(200, R"({"metadata":{"resourceVersion":"9","continue":"token"},"items":[{"n":1},{"n":2}]})");
  int items = 0;
  const auto version = client.list_all(secret("a", ""), {.selection = {.labels = "a=b"}}, [&](json&&) {
    ++items;
    stub.answer(200, R"({"metadata":{"resourceVersion":"9"},"items":[{"n":3}]})");
  });
  CHECK(version == "9");
  CHECK(items == 3);
  CHECK(stub.last().query == "limit=500&labelSelector=a%3Db&continue=token");
}

TEST_CASE("a watch tells its events, and an error among them ends it") {
  Stub stub;
  Client client = stub.client();
  stub.answer(200,
              "{\"type\":\"ADDED\",\"object\":{\"a\":1}}\n"
              "{\"type\":\"BOOKMARK\",\"object\":{\"b\":2}}\n");
  std::vector<WatchEvent::Type> seen;
  const EventSink sink = [&](WatchEvent&& event) {
    seen.push_back(event.type);
    return true;
  };
  const WatchOptions options{.resource_version = "5", .duration = std::chrono::seconds(7)};
  REQUIRE(client.watch(secret("a", ""), options, sink));
  CHECK(stub.last().query == "watch=1&allowWatchBookmarks=true&resourceVersion=5&timeoutSeconds=7");
  CHECK(seen == std::vector{WatchEvent::Type::added, WatchEvent::Type::bookmark});

  stub.answer(200, R"({"type":"ERROR","object":{"code":410,"reason":"Expired","message":"too old"}})"
                   "\n");
  CHECK(client.watch(secret("a", ""), options, sink).error().code == code::expired);
  stub.answer(410, R"({"code":410,"message":"too old"})");
  CHECK(client.watch(secret("a", ""), options, sink).error().code == code::expired);
  stub.answer(200, "nonsense\n");
  CHECK(client.watch(secret("a", ""), options, sink).error().code == code::unreachable);
}

TEST_CASE("a refused token is read again once") {
  const tests::TemporaryFolder folder({{"token", "old\n"}});
  Stub stub;
  Cluster cluster = stub.cluster();
  cluster.token_file = folder.path() / "token";
  Client client = Client::make(cluster).value();
  REQUIRE(client.get(secret("a", "b")));
  CHECK(stub.last().header("Authorization") == "Bearer old");
  folder.write("token", "new\n");
  REQUIRE(client.get(secret("a", "b")));
  CHECK(stub.last().header("Authorization") == "Bearer old");  // not a minute old

  stub.accept("Bearer new");
  REQUIRE(client.get(secret("a", "b")));
  CHECK(stub.last().header("Authorization") == "Bearer new");
  stub.accept("Bearer newest");
  const std::size_t before = stub.count();
  CHECK(client.get(secret("a", "b")).error().code == code::refused);
  CHECK(stub.count() == before + 1);  // the file says nothing new
}

TEST_CASE("a server that is too busy is asked again when it says so") {
  Stub stub;
  Client client = stub.client({.whole_timeout = std::chrono::minutes(1), .repetitions = 2});
  stub.answer(429, "{}", {{"Retry-After", "0"}});
  CHECK(client.create(secret("a", ""), json::object()).error().code == code::unreachable);
  CHECK(stub.count() == 3);
  stub.answer(429, "{}", {{"Retry-After", "3600"}});
  CHECK(!client.get(secret("a", "b")));
  CHECK(stub.count() == 4);
  stub.answer(429, "{}");
  CHECK(!client.get(secret("a", "b")));
  CHECK(stub.count() == 5);
}

TEST_CASE("who may write no more writes nothing, and still reads") {
  Stub stub;
  Client client = stub.client({.may_write = [] { return false; }});
  REQUIRE(client.get(secret("a", "b")));
  CHECK(client.create(secret("a", ""), json::object()).error().code == code::fenced);
  CHECK(client.apply(secret("a", "b"), json::object(), {.field_manager = "m"}).error().code == code::fenced);
  CHECK(client.remove(secret("a", "b")).error().code == code::fenced);
  CHECK(client.evict("a", "b").error().code == code::fenced);
  CHECK(stub.count() == 1);
}

}  // namespace chandler::platform::kubernetes
