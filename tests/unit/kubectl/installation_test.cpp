#include "cli/kubectl/check/installation.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

namespace chandler::cli::kubectl::check {
namespace {

using nlohmann::json;

json deployment(const json& pod_spec) {
  return {{"metadata", {{"namespace", "ops"}, {"name", "chandler"}}}, {"spec", {{"template", {{"spec", pod_spec}}}}}};
}

json serving(const json& args) {
  return {{"name", "chandler"}, {"image", "chandler:1"}, {"args", args}};
}

}  // namespace

TEST_CASE("a Deployment's command line tells what its replicas share") {
  const auto read = read_serving(deployment(
      {{"containers", json::array({serving({"serve", "--certs-secret=ops/harbour", "--namespaces=shop,till"})})}}));
  REQUIRE(read);
  CHECK(read->certs_secret == ObjectKey{.namespace_name = "ops", .name = "harbour"});
  CHECK(read->lease == ObjectKey{.namespace_name = "ops", .name = "chandler"});
  CHECK(read->namespaces == std::vector<std::string>{"shop", "till"});
}

TEST_CASE("a certificate of files is that of the Secret mounted there") {
  json container = serving({"serve", "--tls-cert=/etc/chandler/tls/tls.crt", "--tls-key=/etc/chandler/tls/tls.key"});
  container["volumeMounts"] = json::array({{{"name", "tls"}, {"mountPath", "/etc/chandler/tls"}}});
  const json volumes = json::array({{{"name", "tls"}, {"secret", {{"secretName", "chandler-tls"}}}}});
  const auto read = read_serving(deployment({{"containers", json::array({container})}, {"volumes", volumes}}));
  REQUIRE(read);
  CHECK(read->certs_secret == ObjectKey{.namespace_name = "ops", .name = "chandler-tls"});
}

}  // namespace chandler::cli::kubectl::check
