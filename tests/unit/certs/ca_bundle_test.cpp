#include "certs/ca_bundle.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "platform/kubernetes/base64.hpp"

namespace chandler::certs {
namespace {

using nlohmann::json;

std::string pem(const std::string& body) {
  return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
}

json webhook(const char* name, const std::string& ca) {
  json out{{"name", name}, {"clientConfig", {{"service", json::object()}}}};
  if (!ca.empty()) out["clientConfig"]["caBundle"] = platform::kubernetes::base64(ca);
  return out;
}

}  // namespace

TEST_CASE("the patch makes each webhook trust the CA, and then there is nothing left to patch") {
  const json configuration{{"webhooks", {webhook("a", ""), webhook("b", pem("OLD")), webhook("c", pem("NEW"))}}};
  const json patch = ca_bundle_patch(configuration, pem("NEW"));
  const json patched = configuration.patch(patch);
  for (const json& webhook : patched.at("webhooks")) {
    CHECK(webhook.at("clientConfig").at("caBundle") == platform::kubernetes::base64(pem("NEW")));
  }
  CHECK(patch.size() == 4);
  CHECK(ca_bundle_patch(patched, pem("NEW")).empty());
}

TEST_CASE("a replica that has not seen the renewal does not take the newer CA away") {
  const json renewed{{"webhooks", {webhook("a", pem("NEW") + pem("OLD"))}}};
  CHECK(ca_bundle_patch(renewed, pem("OLD")).empty());
  CHECK(ca_bundle_patch(renewed, pem("NEWER") + pem("NEW")).size() == 2);
}

TEST_CASE("the patch fails rather than hits another webhook") {
  const json patch = ca_bundle_patch({{"webhooks", {webhook("a", "")}}}, pem("NEW"));
  const json reordered{{"webhooks", {webhook("z", ""), webhook("a", "")}}};
  CHECK_THROWS(reordered.patch(patch));
}

TEST_CASE("whatever a configuration holds, it is no crash") {
  for (const char* text :
       {"null", "[]", "{}", R"({"webhooks":7})", R"({"webhooks":[7,{},{"name":"a"},{"name":"a","clientConfig":7}]})"}) {
    CHECK(ca_bundle_patch(json::parse(text), pem("NEW")).empty());
  }
  const json odd{{"webhooks", {{{"name", "a"}, {"clientConfig", {{"caBundle", "not base64"}}}}}}};
  CHECK(ca_bundle_patch(odd, pem("NEW")).size() == 2);
}

}  // namespace chandler::certs
