// What bench/controller/run describes: a real API server with etcd, replicas of `chandler serve`, and the peer, in
// turn. Prints one JSON object. A Catch2 program, for the fixtures that it shares with the tests.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "tests/integration/apiserver/controller_fixture.hpp"

namespace chandler::tests {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using Clock = std::chrono::steady_clock;

std::string setting(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : otherwise;
}

double seconds_since(Clock::time_point then) {
  return std::chrono::duration<double>(Clock::now() - then).count();
}

struct Usage {
  double cpu_seconds = 0;
  double resident_mib = 0;
  double peak_mib = 0;
};

Usage usage_of(pid_t pid) {
  Usage usage;
  std::ifstream stat(std::format("/proc/{}/stat", pid));
  const std::string line((std::istreambuf_iterator<char>(stat)), {});
  std::istringstream fields(line.substr(line.rfind(')') + 2));
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  usage.cpu_seconds = (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
  std::ifstream status(std::format("/proc/{}/status", pid));
  for (std::string text; std::getline(status, text);) {
    if (text.starts_with("VmRSS:")) usage.resident_mib = std::stod(text.substr(6)) / 1024;
    if (text.starts_with("VmHWM:")) usage.peak_mib = std::stod(text.substr(6)) / 1024;
  }
  return usage;
}

const platform::kubernetes::ListOptions whole{.limit = 10'000};  // in one page

std::size_t cron_jobs_in(const ControllerFixture& fixture) {
  std::size_t count = 0;
  const auto listed = fixture.cluster.admin().list(fixture.cron_job(""), whole, [&](json&&) { ++count; });
  return listed ? count : 0;
}

// All are there. A list of a thousand is work, for the API server and for this program, so the one that comes last by
// name is waited for first.
bool has_all(const ControllerFixture& fixture, std::size_t workloads) {
  const std::string last_by_name = workloads >= 10 ? std::string(std::to_string(workloads).size() - 1, '9') : "0";
  static constexpr std::chrono::milliseconds look_again{50};
  std::this_thread::sleep_for(look_again);
  return fixture.has(std::format("app-{}-refresh", last_by_name)) && cron_jobs_in(fixture) >= workloads;
}

// From the start of `process` until each of `workloads` has its CronJob, then what it costs to stand still.
json cold_and_idle(const ControllerFixture& fixture, std::size_t workloads, Clock::time_point started, pid_t pid,
                   std::chrono::seconds idle) {
  const bool made = eventually([&] { return has_all(fixture, workloads); }, 300s);
  const double cold = seconds_since(started);
  REQUIRE(made);
  std::this_thread::sleep_for(5s);  // its caches see what it wrote
  const Usage before = usage_of(pid);
  std::this_thread::sleep_for(idle);
  const Usage after = usage_of(pid);
  return {
      {"cold_seconds", cold},
      {"cold_cpu_seconds", before.cpu_seconds},
      {"resident_mib", after.resident_mib},
      {"peak_mib", after.peak_mib},
      {"idle_cpu_ms_a_minute", (after.cpu_seconds - before.cpu_seconds) * 60'000 / static_cast<double>(idle.count())}};
}

void remove_cron_jobs(const ControllerFixture& fixture) {
  std::vector<std::string> names;
  const auto listed = fixture.cluster.admin().list(fixture.cron_job(""), whole, [&](json&& object) {
    names.push_back(object.at("metadata").at("name").get<std::string>());
  });
  REQUIRE(listed.has_value());
  for (const std::string& name : names) CHECK(fixture.cluster.admin().remove(fixture.cron_job(name)).has_value());
}

// Everything but what never ends: the watches, and the lease.
bool is_call(const ApiProxy::Request& request) {
  return !request.about("watch=") && !request.about("/leases/") && !request.about("/secrets/") &&
         !request.about("webhookconfigurations");
}

bool all_have(const ControllerFixture& fixture, int workloads, std::string_view schedule) {
  for (int i = 0; i < workloads; ++i)
    if (fixture.schedule_of(std::format("app-{}-refresh", i)) != schedule) return false;
  return true;
}

json steady_calls(const ControllerFixture& fixture, std::size_t workloads, std::chrono::seconds steady) {
  static constexpr int changed = 100;
  const auto proxy = fixture.cluster.proxy();
  const ServeInstance replica = fixture.replica(*proxy, {"--lease-duration=30s"});
  REQUIRE(replica.comes_to("reconciling"));
  REQUIRE(eventually([&] { return has_all(fixture, workloads); }, 300s));
  std::this_thread::sleep_for(60s);  // statuses that a first look writes
  const std::size_t before = proxy->count(is_call);
  std::this_thread::sleep_for(steady);
  const std::size_t idle = proxy->count(is_call) - before;
  for (int i = 0; i < changed; ++i) fixture.annotate(std::format("app-{}", i), "refresh-schedule", "30 * * * *");
  REQUIRE(eventually([&] { return all_have(fixture, changed, "30 * * * *"); }, 120s));
  std::this_thread::sleep_for(10s);
  return {{"steady_seconds", steady.count()},
          {"calls_while_steady", idle},
          {"calls_a_change", static_cast<double>(proxy->count(is_call) - before - idle) / changed}};
}

json failover(const ControllerFixture& fixture, int signal, int rounds) {
  std::vector<double> seconds;
  for (int i = 0; i < rounds; ++i) {
    ServeInstance leader = fixture.replica(fixture.cluster.kubeconfig("chandler"), {"--lease-duration=30s"});
    REQUIRE(leader.comes_to("leadership_acquired"));
    ServeInstance other = fixture.replica(fixture.cluster.kubeconfig("chandler"), {"--lease-duration=30s"});
    std::this_thread::sleep_for(std::chrono::milliseconds(2'000 + 700 * i));  // renewals come at other moments
    const auto told = Clock::now();
    leader.process().send(signal);
    REQUIRE(other.comes_to("leadership_acquired"));
    seconds.push_back(seconds_since(told));
    other.process().send(SIGTERM);
    other.process().wait();
  }
  std::ranges::sort(seconds);
  return {{"rounds", rounds}, {"median_seconds", seconds[seconds.size() / 2]}, {"longest_seconds", seconds.back()}};
}

// The webhook's p99 by the load client of bench/webhook, standing still and while every CronJob is made anew.
json admission_beside(const ControllerFixture& fixture, std::size_t workloads, int rounds) {
  const ServeInstance replica = fixture.replica(fixture.cluster.kubeconfig("chandler"), {"--lease-duration=30s"});
  REQUIRE(replica.comes_to("certificate_loaded"));
  REQUIRE(eventually([&] { return has_all(fixture, workloads); }, 300s));
  const auto load = [&] {
    ChildProcess client({setting("CHANDLER_BENCH_CLIENT", ""), std::to_string(replica.port()), "8", "4", "keep",
                         setting("CHANDLER_BENCH_REVIEW", "")});
    CHECK(client.wait() == 0);
    return json::parse(client.output()).at("p99_ms").get<double>();
  };
  std::vector<double> idle;
  std::vector<double> busy;
  for (int i = 0; i < rounds; ++i) {
    idle.push_back(load());
    remove_cron_jobs(fixture);  // it makes them again meanwhile, and is at it when the client begins
    busy.push_back(load());
    REQUIRE(eventually([&] { return has_all(fixture, workloads); }, 300s));
  }
  std::ranges::sort(idle);
  std::ranges::sort(busy);
  return {{"idle_p99_ms", idle[idle.size() / 2]}, {"busy_p99_ms", busy[busy.size() / 2]}, {"rounds", rounds}};
}

}  // namespace

TEST_CASE("controller") {
  const auto workloads = static_cast<std::size_t>(std::stoul(setting("WORKLOADS", "1000")));
  const std::chrono::seconds idle(std::stoi(setting("IDLE", "60")));
  const std::chrono::seconds steady(std::stoi(setting("STEADY", "600")));
  const int rounds = std::stoi(setting("ROUNDS", "3"));
  ControllerFixture fixture("bench");
  for (std::size_t i = 0; i < workloads; ++i) fixture.make_deployment(std::format("app-{}", i));

  // Behind each part: a run that breaks off has told what it measured.
  const auto write = [](const json& so_far) {
    std::ofstream(setting("CHANDLER_BENCH_RESULT", "/dev/stdout")) << so_far.dump() << '\n';
  };
  json result{{"workloads", workloads}, {"idle_seconds", idle.count()}};
  {
    const auto started = Clock::now();
    ServeInstance replica = fixture.replica(fixture.cluster.kubeconfig("chandler"), {"--lease-duration=30s"});
    result["chandler"] = cold_and_idle(fixture, workloads, started, replica.process().id(), idle);
    replica.process().send(SIGTERM);
    replica.process().wait();
  }
  if (const std::string reference = setting("CHANDLER_BENCH_REFERENCE", ""); !reference.empty()) {
    remove_cron_jobs(fixture);
    const auto started = Clock::now();
    ChildProcess peer({reference, "--kubeconfig=" + fixture.cluster.kubeconfig("admin").string(),
                       "--lease-namespace=" + fixture.apps});
    result["reference"] = cold_and_idle(fixture, workloads, started, peer.id(), idle);
    peer.send(SIGTERM);
    peer.wait();
  }
  write(result);
  remove_cron_jobs(fixture);
  result["admission"] = admission_beside(fixture, workloads, rounds);
  write(result);
  result["sigterm"] = failover(fixture, SIGTERM, rounds);
  write(result);
  result["sigkill"] = failover(fixture, SIGKILL, rounds);
  write(result);
  result["calls"] = steady_calls(fixture, workloads, steady);
  write(result);
}

}  // namespace chandler::tests
