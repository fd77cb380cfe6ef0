#include "core/injection/executor.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "core/annotations/executor.hpp"

using namespace chandler::core::injection;
using chandler::core::annotations::Finding;
using chandler::core::annotations::parse_handler;
using chandler::core::annotations::ProvisionSpec;
using chandler::core::annotations::Severity;
using nlohmann::json;

namespace {

ProvisionSpec asking(std::string_view handler) {
  ProvisionSpec spec;
  spec.executor.handler = parse_handler(handler).value();
  return spec;
}

std::string argument(const Part& part, std::string_view flag) {
  const auto& args = part.step.args;
  const auto found = std::ranges::find(args, flag);
  return found == args.end() ? "" : *std::next(found);
}

std::string grace(const json& pod_spec) {
  std::vector<Finding> findings;
  return argument(executor_part(asking("log"), pod_spec, findings), "--grace");
}

std::vector<Finding> findings_of(const ProvisionSpec& spec, const json& pod_spec) {
  std::vector<Finding> findings;
  executor_part(spec, pod_spec, findings);
  return findings;
}

}  // namespace

TEST_CASE("the grace of a sidecar ends before that of its pod") {
  CHECK(grace(json::object()) == "20s");
  CHECK(grace({{"terminationGracePeriodSeconds", nullptr}}) == "20s");
  for (const auto& [whole, own] : {std::pair{0, "0s"},
                                   {1, "0s"},
                                   {2, "1s"},
                                   {5, "4s"},
                                   {9, "6s"},
                                   {30, "20s"},
                                   {60, "50s"},
                                   {3600, "3590s"},
                                   {-5, "0s"}}) {
    INFO(whole);
    CHECK(grace({{"terminationGracePeriodSeconds", whole}}) == own);
  }
}

TEST_CASE("a pod that ends gets a native sidecar, any other a container") {
  std::vector<Finding> findings;
  for (const auto* ending : {"Never", "OnFailure"}) {
    const Part part = executor_part(asking("log"), {{"restartPolicy", ending}}, findings);
    CHECK(part.step.native_sidecar);
    CHECK_FALSE(part.beside);
    // Told beside the application's SIGTERM: its own comes only after that one's end.
    CHECK(part.step.pre_stop == std::vector<std::string>{"/chandler/bin/chandler", "execute", "--drain", "--listen",
                                                         ":19800", "--grace", "20s"});
  }
  for (const json& pod_spec : {json::object(), json{{"restartPolicy", "Always"}}}) {
    const Part part = executor_part(asking("log"), pod_spec, findings);
    CHECK_FALSE(part.step.native_sidecar);
    CHECK(part.step.pre_stop.empty());
    CHECK(part.beside);
  }
  CHECK(findings.empty());
}

TEST_CASE("a port of another container is refused, whoever has it for as long as we run") {
  const ProvisionSpec spec = asking("log");
  const auto with = [](const char* list, const json& container) { return json{{list, json::array({container})}}; };
  const json taken{{"name", "app"}, {"ports", json::array({{{"containerPort", 19800}}})}};
  json udp = taken;
  udp["ports"][0]["protocol"] = "UDP";
  json sidecar = taken;
  sidecar["restartPolicy"] = "Always";
  REQUIRE(findings_of(spec, with("containers", taken)).size() == 1);
  CHECK(findings_of(spec, with("containers", taken))[0].severity == Severity::refuse);
  CHECK(findings_of(spec, with("containers", udp)).empty());
  CHECK(findings_of(spec, with("initContainers", taken)).empty());
  CHECK(findings_of(spec, with("initContainers", sidecar)).size() == 1);
}

TEST_CASE("in the node's network a port is taken only when asked for, and none declared") {
  const json pod_spec{{"hostNetwork", true}};
  ProvisionSpec spec = asking("log");
  std::vector<Finding> findings;
  const Part silent = executor_part(spec, pod_spec, findings);
  CHECK(argument(silent, "--listen").empty());
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::warn);
  spec.executor.port = 20'000;
  const Part asked = executor_part(spec, pod_spec, findings);
  CHECK(argument(asked, "--listen") == ":20000");
  CHECK_FALSE(asked.step.port);
  CHECK(findings.size() == 1);
}

TEST_CASE("a call may not outlast the lease, a function may") {
  using namespace std::chrono_literals;
  ProvisionSpec spec = asking("http://:8080/tasks");
  CHECK(findings_of(spec, json::object()).empty());
  spec.executor.lease = 30s;
  REQUIRE(findings_of(spec, json::object()).size() == 1);
  CHECK(findings_of(spec, json::object())[0].key == "chandler.dev/executor-lease");
  spec.executor.timeout = 29s;
  CHECK(findings_of(spec, json::object()).empty());
  spec.executor.timeout = 31s;
  CHECK(findings_of(spec, json::object())[0].key == "chandler.dev/executor-timeout");
  spec.executor.handler = parse_handler("sql:kitchen.cook").value();
  CHECK(findings_of(spec, json::object()).empty());
}
