#include <atomic>
#include <mutex>
#include <set>

#include "platform/http/server.hpp"
#include "sidecar/handler/http_handler.hpp"
#include "sidecar/status/service.hpp"
#include "tests/integration/execute_run/running.hpp"
#include "tests/support/free_port.hpp"

namespace chandler::execute {
namespace {

using platform::http::Request;
using platform::http::Response;
using platform::http::Server;
using platform::http::ServerOptions;

std::unique_ptr<Server> serve(platform::http::Handler handler, int port = 0) {
  ServerOptions options{.address = "127.0.0.1", .port = static_cast<std::uint16_t>(port)};
  return Server::start(options, std::move(handler)).value();
}

HandlerPlan calling(int port, std::size_t concurrency = 4) {
  return http_handler({.address = std::format("http://:{}/tasks?x=1", port), .concurrency = concurrency}).value();
}

}  // namespace

TEST_CASE("an application is called with the payload, and its JSON is the result") {
  Database database;
  std::mutex mutex;
  std::vector<Request> seen;
  const auto application = serve([&](const Request& request) {
    const std::scoped_lock lock(mutex);
    seen.push_back(request);
    return Response{.content_type = "application/json", .body = R"({"sent": true})"};
  });
  const auto id = database.number("SELECT chandler.enqueue('default', 'mail', '{\"to\": \"a@b\"}')");
  Running running(options_of(database, calling(application->port())));
  wait_until(database, all_done);
  CHECK(database.ask("SELECT result->>'sent' FROM chandler.task") == "true");
  const std::scoped_lock lock(mutex);
  REQUIRE(seen.size() == 1);
  CHECK(seen[0].method == "POST");
  CHECK(seen[0].path == "/tasks");
  CHECK(seen[0].body == R"({"to": "a@b"})");
  CHECK(seen[0].header("Idempotency-Key") == std::to_string(id));
}

TEST_CASE("statuses complete, retry or fail a task") {
  Database database;
  const auto application = serve([](const Request& request) {
    return platform::http::plain(std::stoi(std::string(request.header("ce-type"))), "so it is");
  });
  for (const auto* status : {"204", "500", "422"}) database.enqueue(status, ", max_attempts => 1");
  Running running(options_of(database, calling(application->port())));
  wait_until(database, all_done);
  CHECK(database.ask("SELECT string_agg(name || state, ',' ORDER BY id) FROM chandler.task") ==
        "204completed,500failed,422failed");
  CHECK(database.ask("SELECT error FROM chandler.task WHERE name = '422'").starts_with("it answered 422: so it is"));
}

TEST_CASE("an application that is away costs no attempt") {
  Database database;
  const int port = tests::free_port();
  database.enqueue("t", ", max_attempts => 1");
  Running running(options_of(database, calling(port)));
  wait_until(database, "state = 'scheduled' FROM chandler.task");
  CHECK(database.number("SELECT attempts FROM chandler.task") == 0);
  const auto application = serve([](const Request&) { return platform::http::plain(200, "ok"); }, port);
  wait_until(database, all_done);
  CHECK(database.ask("SELECT state || attempts FROM chandler.task") == "completed1");
}

TEST_CASE("each task of many comes at least once, with its key") {
  Database database;
  std::mutex mutex;
  std::set<std::string> keys;
  const auto application = serve([&](const Request& request) {
    const std::scoped_lock lock(mutex);
    keys.emplace(request.header("Idempotency-Key"));
    return platform::http::plain(200, "ok");
  });
  database.ask("SELECT count(chandler.enqueue('default', 't', '{}')) FROM generate_series(1, 1000)");
  Running running(options_of(database, calling(application->port(), 16), 16));
  wait_until(database, all_done);
  const std::scoped_lock lock(mutex);
  CHECK(keys.size() == 1000);
}

TEST_CASE("an executor tells its state") {
  Metrics metrics;
  const auto ask = [&](const char* path, const Condition& condition) {
    return answer({.method = "GET", .path = path}, condition, metrics);
  };
  const Condition away{};
  const Condition well{.connected = true, .in_flight = 3};
  const Condition leaving{.connected = true, .draining = true};
  CHECK(ask("/healthz", away).status == 200);
  CHECK(ask("/readyz", away).status == 503);
  CHECK(ask("/readyz", well).status == 200);
  CHECK(ask("/readyz", leaving).status == 503);
  CHECK(ask("/status", well).body == "{\"state\":\"running\",\"connected\":true,\"in_flight\":3}\n");
  CHECK(ask("/metrics", well).body.contains("chandler_tasks_in_flight 0"));
  CHECK(ask("/", well).status == 404);
}

}  // namespace chandler::execute
