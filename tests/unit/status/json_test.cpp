#include "controller/status/json.hpp"

#include <format>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <nlohmann/json.hpp>

namespace chandler::controller::status {

TEST_CASE("lists and texts keep to the kind's limits") {
  ProvisionStatus status;
  for (int i = 0; i < 100; ++i) {
    status.problems.push_back(
        {.reason = std::format("R{}", i), .object = {}, .message = std::string(5000, 'm'), .since = {}});
    status.pods.push_back({.name = std::format("p{}", i),
                           .phase = {},
                           .node = {},
                           .started = {},
                           .steps = {{.name = "s", .reason = {}, .message = std::string(5000, 'm')}}});
  }
  status.refresh = Schedule{};
  for (int i = 0; i < 100; ++i) status.refresh->runs.push_back({.job = std::format("j{}", i)});
  const auto object = to_json(status);
  CHECK(object.at("problems").size() == 50);
  CHECK(object.at("problems").at(0).at("message").get<std::string>().size() <= 600);
  CHECK(object.at("pods").size() == 20);
  CHECK(object.at("pods").at(0).at("steps").at(0).at("message").get<std::string>().size() <= 240);
  CHECK(object.at("refresh").at("runs").size() == 20);
}

TEST_CASE("what is not as we write it is not remembered") {
  const auto* text = GENERATE("", "null", "[]", "7", R"({"problems":7,"schema":[],"data":"x","refresh":null})",
                              R"({"problems":[null],"data":{"dataSets":[7]},"refresh":{"runs":{}}})");
  INFO(text);
  const ProvisionStatus read = remembered(text);
  CHECK(!read.schema);
  CHECK((!read.data || read.data->data_sets.size() <= 1));
  CHECK((!read.refresh || read.refresh->runs.empty()));
}

}  // namespace chandler::controller::status
