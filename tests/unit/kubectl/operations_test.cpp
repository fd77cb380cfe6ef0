#include "cli/kubectl/operations.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

namespace chandler::cli::kubectl {

using nlohmann::json;

TEST_CASE("a request becomes an Operation whose name the API server makes") {
  const OperationRequest request{
      .workload = parse_workload("sts/menu").value(), .action = "suspend", .target = "refresh"};
  CHECK(
      to_json(request, "shop") ==
      json{
          {"apiVersion", "chandler.dev/v1alpha1"},
          {"kind", "Operation"},
          {"metadata", {{"generateName", "menu-suspend-"}, {"namespace", "shop"}}},
          {"spec",
           {{"workload", {{"kind", "StatefulSet"}, {"name", "menu"}}}, {"action", "suspend"}, {"target", "refresh"}}}});
  CHECK(
      !to_json({.workload = request.workload, .action = "probe", .target = {}}, "shop").at("spec").contains("target"));
}

TEST_CASE("a long workload's name is cut where the API server would, and stays a name") {
  const std::string name = std::string(47, 'a') + "." + std::string(60, 'b');
  const OperationRequest request{
      .workload = parse_workload("deploy/" + name).value(), .action = "refresh", .target = {}};
  const auto prefix = to_json(request, "shop").at("metadata").at("generateName").get<std::string>();
  CHECK(prefix.size() <= 58);
  CHECK(prefix.ends_with("-refresh-"));
  const std::string just(48, 'a');
  const OperationRequest dotted{
      .workload = parse_workload("deploy/" + just + ".b").value(), .action = "refresh", .target = {}};
  CHECK(to_json(dotted, "shop").at("metadata").at("generateName") == just + "-refresh-");
}

}  // namespace chandler::cli::kubectl
