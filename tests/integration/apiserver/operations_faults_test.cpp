#include <atomic>
#include <csignal>
#include <cstdlib>
#include <random>

#include "tests/integration/apiserver/operations_players.hpp"

// Operations on a bad day: workers that die, and an API server that does not answer as it should.
namespace chandler::tests {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using Fault = ApiProxy::Fault;
using Phase = OperationsFixture::Operation::Phase;
using Request = ApiProxy::Request;

Fault answer(const std::string& head, const json& body = json::object()) {
  return {.kind = Fault::Kind::answer, .head = head, .body = body.dump()};
}

json status_of(int code, const std::string& message) {
  return {{"kind", "Status"}, {"code", code}, {"message", message}};
}

bool makes_ready(OperationsFixture& fixture, const ServeInstance& replica) {
  fixture.make_deployment("menu");
  return replica.comes_to("operation_workers_started") && eventually([&] { return fixture.has("menu-refresh"); });
}

int kills() {
  const char* given = std::getenv("CHANDLER_OPERATION_KILLS");
  return given == nullptr ? 6 : std::atoi(given);
}

}  // namespace

TEST_CASE("A replica that ends gives its operations back, and another goes on at once") {
  OperationsFixture fixture("op-term");
  const auto proxy = fixture.cluster.proxy();
  const auto other_proxy = fixture.cluster.proxy();
  ServeInstance first = fixture.replica(*proxy, {"--operation-claim=60s"});
  REQUIRE(makes_ready(fixture, first));
  fixture.ask("now", "refresh");
  const json job = fixture.await_job("now");
  ServeInstance second = fixture.replica(*other_proxy, {"--operation-claim=60s"});
  REQUIRE(second.comes_to("operation_workers_started"));
  REQUIRE(eventually(
      [&] { return other_proxy->count([](const Request& r) { return r.about("/operations?watch"); }) > 0; }));
  const auto told = std::chrono::steady_clock::now();
  first.process().send(SIGTERM);
  REQUIRE(second.comes_to("operation_claimed"));
  CHECK(std::chrono::steady_clock::now() - told < 2s);
  CHECK(first.process().wait() == 0);
  CHECK(first.events("operation_given_back") == 1);
  fixture.end_job(job, true);
  REQUIRE(fixture.comes_to("now", Phase::succeeded));
  CHECK(fixture.status_of("now").attempts == 1);
  CHECK(proxy->count(makes_job) + other_proxy->count(makes_job) == 1);
}

TEST_CASE("A replica that was stopped does nothing more for what another has taken over") {
  OperationsFixture fixture("op-stall");
  const auto proxy = fixture.cluster.proxy();
  const auto other_proxy = fixture.cluster.proxy();
  ServeInstance first = fixture.worker(*proxy);
  REQUIRE(makes_ready(fixture, first));
  fixture.ask("now", "refresh");
  const json job = fixture.await_job("now");
  first.process().send(SIGSTOP);
  const ServeInstance second = fixture.worker(*other_proxy);
  REQUIRE(second.comes_to("operation_claimed"));
  const std::string worker = fixture.status_of("now").worker;
  first.process().send(SIGCONT);
  REQUIRE(first.comes_to("operation_lost"));
  fixture.end_job(job, true);
  REQUIRE(fixture.comes_to("now", Phase::succeeded));
  CHECK(fixture.status_of("now").worker == worker);
  CHECK(first.events("operation_ended") == 0);
}

TEST_CASE("Conflicts, errors and answers that are lost cost time, and nothing is done twice") {
  OperationsFixture fixture("op-faults");
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance replica = fixture.worker(*proxy);
  REQUIRE(makes_ready(fixture, replica));
  std::atomic<int> claims = 0;
  std::atomic<int> jobs = 0;
  proxy->follow([&](const Request& request) -> std::optional<Fault> {
    if (request.method == "PUT" && request.about("/operations/")) {
      switch (claims++) {
        case 0:
          return answer("409 Conflict", status_of(409, "the object has been modified"));
        case 1:
          return Fault{.kind = Fault::Kind::cut};
        case 2:
          return Fault{.kind = Fault::Kind::cut_after, .bytes = 5};  // it is claimed, and nobody knows
        default:
          return std::nullopt;
      }
    }
    if (!makes_job(request)) return std::nullopt;
    switch (jobs++) {
      case 0:
        return answer("500 Internal Server Error", status_of(500, "failed calling webhook"));
      case 1:
        return Fault{.kind = Fault::Kind::cut_after, .bytes = 5};  // it is made, and nobody knows
      default:
        return std::nullopt;
    }
  });
  fixture.ask("now", "refresh");
  const json job = fixture.await_job("now");
  fixture.end_job(job, true);
  REQUIRE(fixture.comes_to("now", Phase::succeeded));
  CHECK(fixture.jobs().size() == 1);
  CHECK(jobs == 2);
  CHECK(fixture.status_of("now").attempts == 3);
}

TEST_CASE("What never goes well is given up, with the reason") {
  OperationsFixture fixture("op-given-up");
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance replica = fixture.worker(*proxy);
  REQUIRE(makes_ready(fixture, replica));
  proxy->follow([&](const Request& request) -> std::optional<Fault> {
    if (!makes_job(request)) return std::nullopt;
    return answer("403 Forbidden",
                  status_of(403, "jobs.batch is forbidden: User \"x\" cannot create resource \"jobs\""));
  });
  fixture.ask("now", "refresh");
  REQUIRE(eventually([&] { return fixture.status_of("now").reason == "Forbidden"; }));
  const auto first = fixture.status_of("now");
  CHECK(first.message.contains("cannot create jobs.batch"));
  CHECK(first.message.contains("grant that verb"));
  REQUIRE(fixture.comes_to("now", Phase::failed));
  CHECK(fixture.status_of("now").message.starts_with("given up after 5 attempts"));
  CHECK(proxy->count(makes_job) == 5);
}

TEST_CASE("A Job that was deleted before its end was seen is not made again") {
  OperationsFixture fixture("op-gone");
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance replica = fixture.worker(*proxy);
  REQUIRE(makes_ready(fixture, replica));
  fixture.ask("now", "refresh");
  const json job = fixture.await_job("now");
  fixture.cluster.admin().remove(fixture.job(job.at("metadata").at("name").get<std::string>()));
  REQUIRE(fixture.comes_to("now", Phase::failed));
  CHECK(fixture.status_of("now").reason == "JobGone");
  CHECK(proxy->count(makes_job) == 1);
}

// CHANDLER_OPERATION_KILLS=200 for a measurement: docs/operations.md.
TEST_CASE("Of replicas that are killed at any moment no operation is lost, and none done twice") {
  static constexpr std::size_t replicas = 3;
  static constexpr int asked_a_kill = 3;
  OperationsFixture fixture("op-kills");
  const auto start = [&] {
    return std::make_unique<ServeInstance>(
        fixture.replica(fixture.cluster.kubeconfig("chandler"), {"--operation-claim=6s"}));
  };
  std::vector<std::unique_ptr<ServeInstance>> running;
  for (std::size_t i = 0; i < replicas; ++i) running.push_back(start());
  REQUIRE(makes_ready(fixture, *running[0]));
  const JobPlayer player(fixture);
  std::minstd_rand random{std::random_device{}()};
  std::uniform_int_distribution<std::size_t> which(0, replicas - 1);
  std::uniform_int_distribution<int> when(0, 400);
  int asked = 0;
  for (int kill = 0; kill < kills(); ++kill) {
    for (int i = 0; i < asked_a_kill; ++i) fixture.ask_surely(std::format("now-{}", ++asked), "refresh");
    // At any moment: while they are claimed, make Jobs, follow them, end.
    const auto moment = std::chrono::steady_clock::now() + std::chrono::milliseconds(when(random));
    REQUIRE(eventually([&] { return std::chrono::steady_clock::now() >= moment; }));
    auto& victim = running[which(random)];
    victim->process().send(SIGKILL);
    victim->process().wait();
    victim = start();
  }
  int succeeded = 0;
  for (int i = 1; i <= asked; ++i) {
    const std::string name = std::format("now-{}", i);
    CHECK(fixture.comes_to(name, Phase::succeeded));
    succeeded += fixture.status_of(name).phase == Phase::succeeded ? 1 : 0;
  }
  CHECK(succeeded == asked);
  CHECK(player.uids().size() == static_cast<std::size_t>(asked));
  CHECK(fixture.jobs().size() == static_cast<std::size_t>(asked));
  for (const auto& [name, uids] : player.uids()) {
    INFO(name);
    CHECK(uids.size() == 1);
  }
}

}  // namespace chandler::tests
