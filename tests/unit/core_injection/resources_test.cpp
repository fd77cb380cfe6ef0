#include "core/injection/resources.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

using namespace chandler::core;
using nlohmann::json;

namespace {

json cpu(const char* request, const char* limit) {
  annotations::ProvisionSpec::Containers spec;
  if (request != nullptr) spec.cpu_request = text::parse_quantity(request).value();
  if (limit != nullptr) spec.cpu_limit = text::parse_quantity(limit).value();
  const json resources = injection::resources_of(
      spec, {.cpu_request = "10m", .cpu_limit = "500m", .memory_request = "32Mi", .memory_limit = "256Mi"});
  return {resources.at("requests").at("cpu"), resources.at("limits").at("cpu")};
}

}  // namespace

TEST_CASE("requests and limits are annotated or the installation's") {
  CHECK(cpu(nullptr, nullptr) == json{"10m", "500m"});
  CHECK(cpu("50m", nullptr) == json{"50m", "500m"});
  CHECK(cpu(nullptr, "1") == json{"10m", "1"});
}

TEST_CASE("a request above its limit never reaches the API server") {
  CHECK(cpu("2", nullptr) == json{"2", "2"});
  CHECK(cpu(nullptr, "5m") == json{"5m", "5m"});
  CHECK(cpu("2", "1") == json{"2", "2"});
}
