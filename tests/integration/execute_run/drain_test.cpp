#include "sidecar/status/drain.hpp"

#include <atomic>

#include "platform/http/client.hpp"
#include "sidecar/status/service.hpp"
#include "tests/integration/execute_run/running.hpp"
#include "tests/support/free_port.hpp"

namespace chandler::execute {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Tasks begin, and end when they are let go.
struct Held {
  Held() : running(options()) {
    database.ask("SELECT count(chandler.enqueue('default', 't', '{}')) FROM generate_series(1, 6)");
    REQUIRE(tests::eventually([&] { return begun == 2; }));
    server = serve_status("127.0.0.1", 0, running.executor(), metrics).value();
  }
  ~Held() { let_go(); }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  Held(Held&&) = delete;
  Held& operator=(Held&&) = delete;

  void let_go() {
    go = true;
    go.notify_all();
  }
  Options options() {
    auto out = options_of(database,
                          Doing::plan(
                              [this](const Task& task, const auto&) {
                                ++begun;
                                go.wait(false);
                                return outcome_of(task, Verdict::completed);
                              },
                              2),
                          4);
    return out;
  }

  Database database;
  std::atomic<int> begun = 0;
  std::atomic<bool> go = false;
  Metrics metrics;
  Running running;
  std::unique_ptr<platform::http::Server> server;
};

}  // namespace

TEST_CASE("an executor that is told to drain claims nothing more, and is waited for") {
  Held held;
  const auto late = drain("127.0.0.1", held.server->port(), milliseconds(0), {});
  REQUIRE(!late);
  CHECK(late.error().code == "execute.not_drained");
  CHECK(late.error().outcome == core::Outcome::could_not);
  // What had not begun is everybody's again, unharmed.
  wait_until(held.database, "count(*) = 4 FROM chandler.task WHERE state = 'ready' AND attempts = 0");
  held.let_go();
  // The address of all interfaces leads to this machine, too.
  CHECK(drain("0.0.0.0", held.server->port(), seconds(20), {}));
  CHECK(held.running.executor().condition().in_flight == 0);
  CHECK(held.database.number("SELECT count(*) FROM chandler.task WHERE state = 'completed'") == 2);
}

TEST_CASE("the grace of an executor that drains begins with that") {
  Held held;
  held.running.executor().drain();
  const auto begun = std::chrono::steady_clock::now();
  held.let_go();
  held.running.stop();
  CHECK(std::chrono::steady_clock::now() - begun < seconds(10));
  CHECK(held.database.number("SELECT count(*) FROM chandler.task_executor") == 0);
}

TEST_CASE("what is no executor is not taken for one that is drained") {
  const auto nobody = drain("127.0.0.1", static_cast<std::uint16_t>(tests::free_port()), seconds(1), {});
  REQUIRE(!nobody);
  CHECK(nobody.error().code == "execute.no_executor");
  const auto other = platform::http::Server::start(
      {.address = "127.0.0.1"}, [](const platform::http::Request&) { return platform::http::plain(200, "hello"); });
  const auto wrong = drain("127.0.0.1", (*other)->port(), seconds(1), {});
  REQUIRE(!wrong);
  CHECK(wrong.error().code == "execute.no_executor");
}

TEST_CASE("only a POST from this machine drains") {
  Database database;
  Metrics metrics;
  Executor executor(options_of(database, Doing::plan([](const Task& task, const auto&) {
                                 return outcome_of(task, Verdict::completed);
                               })),
                    metrics);
  const auto server = serve_status("127.0.0.1", 0, executor, metrics).value();
  platform::http::Client client({.host = "127.0.0.1", .port = server->port()});
  const auto asked = client.send({.target = "/drain"});
  REQUIRE(asked);
  CHECK(asked->status == 405);
  CHECK(!executor.condition().draining);
  CHECK(drained({.method = "POST", .path = "/drain", .from_this_machine = false}, executor).status == 403);
  CHECK(!executor.condition().draining);
  const auto told = client.send({.method = "POST", .target = "/drain"});
  REQUIRE(told);
  CHECK(told->status == 200);
  CHECK(executor.condition().draining);
}

}  // namespace chandler::execute
