#include "platform/kubernetes/client.hpp"

#include <mutex>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "certs/issue.hpp"
#include "platform/http/server.hpp"

// Against our own HTTPS server in the API server's place: what is sent, and what each answer becomes. The
// real API server is met in tests/integration/apiserver.
namespace chandler::platform::kubernetes {
namespace {

using nlohmann::json;

class Stub {
 public:
  Stub() {
    const certs::Bundle bundle = certs::issue({.dns_names = {"localhost"}}, std::chrono::system_clock::now()).value();
    const auto slot = std::make_shared<tls::ServerSlot>();
    slot->set(tls::ServerContext::make(bundle.chain, bundle.key).value());
    server_ = http::Server::start({.address = "127.0.0.1", .tls = slot}, [this](const http::Request& request) {
                const std::scoped_lock lock(mutex_);
                seen_.push_back(request);
                return answer_;
              }).value();
    cluster_ = {.host = "localhost", .port = server_->port(), .ca = bundle.ca, .token = "t0ken"};
  }

  Client client() const { return Client::make(cluster_, {.request_timeout = std::chrono::seconds(2)}).value(); }
  const Cluster& cluster() const { return cluster_; }
  http::Server& server() { return *server_; }

  void answer(int status, std::string body) {
    const std::scoped_lock lock(mutex_);
    answer_ = {.status = status, .content_type = "application/json", .body = std::move(body)};
  }
  http::Request last() {
    const std::scoped_lock lock(mutex_);
    return seen_.back();
  }

 private:
  std::mutex mutex_;
  http::Response answer_{.content_type = "application/json", .body = "{}"};
  std::vector<http::Request> seen_;
  Cluster cluster_;
  std::unique_ptr<http::Server> server_;
};

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

}  // namespace chandler::platform::kubernetes
