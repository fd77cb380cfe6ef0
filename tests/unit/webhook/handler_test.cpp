#include "webhook/handler.hpp"

#include <stdexcept>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

namespace chandler::webhook {
namespace {

using core::injection::AdmissionInput;
using core::injection::AdmissionResult;
using core::injection::Reason;
using nlohmann::json;
namespace http = platform::http;

const json labelled{{"metadata", {{"labels", {{"chandler.dev/inject", "true"}}}, {"generateName", "menu-"}}}};
const json unlabelled{{"metadata", {{"name", "menu"}}}};

http::Request request(const json& object, const std::string& operation = "CREATE") {
  const json review{{"apiVersion", "admission.k8s.io/v1"},
                    {"kind", "AdmissionReview"},
                    {"request",
                     {{"uid", "u1"},
                      {"kind", {{"kind", "Pod"}}},
                      {"namespace", "shop"},
                      {"operation", operation},
                      {"object", object}}}};
  return {
      .method = "POST", .path = "/mutate", .headers = {{"content-type", "application/json"}}, .body = review.dump()};
}

json response_to(const Handler& handler, const http::Request& asked) {
  const http::Response response = handler.handle(asked);
  CHECK(response.status == 200);
  CHECK(response.content_type == "application/json");
  return json::parse(response.body).at("response");
}

}  // namespace

TEST_CASE("the core decides on what was sent, and its answer goes back under the request's uid") {
  platform::metrics::Registry registry;
  Metrics metrics(registry);
  const Handler handler(
      [](const AdmissionInput& input) {
        CHECK(input.operation == core::injection::Operation::create);
        CHECK(input.kind == "Pod");
        CHECK(input.namespace_name == "shop");
        CHECK(input.object == labelled);
        CHECK(input.old_object == nullptr);
        return AdmissionResult{.reason = Reason::injected, .patch = "[1]", .warnings = {"w"}};
      },
      metrics);
  const json response = response_to(handler, request(labelled));
  CHECK(response.at("uid") == "u1");
  CHECK(response.at("allowed") == true);
  CHECK(response.at("patch") == "WzFd");
  CHECK(response.at("warnings") == json{"w"});
  CHECK(registry.text().contains(
      R"(chandler_admission_requests_total{decision="patched",reason="injected",kind="Pod"} 1)"));
}

TEST_CASE("a refusal carries the core's code and words") {
  platform::metrics::Registry registry;
  Metrics metrics(registry);
  const Handler handler(
      [](const AdmissionInput&) {
        return AdmissionResult{.allowed = false, .reason = Reason::refused, .code = 422, .message = "bad"};
      },
      metrics);
  const json response = response_to(handler, request(labelled));
  CHECK(response.at("allowed") == false);
  CHECK(response.at("status") == json{{"code", 422}, {"message", "bad"}});
}

TEST_CASE("a failure inside denies what asked to be provisioned, warns where nothing was asked, and tells no secret") {
  platform::metrics::Registry registry;
  Metrics metrics(registry);
  const Handler handler([](const AdmissionInput&) -> AdmissionResult { throw std::runtime_error("hunter2"); }, metrics);
  const json denied = response_to(handler, request(labelled));
  CHECK(denied.at("allowed") == false);
  CHECK(denied.at("status").at("code") == 500);
  CHECK(!denied.dump().contains("hunter2"));
  const json workload{{"spec", {{"template", labelled}}}};
  CHECK(response_to(handler, request(workload)).at("allowed") == false);
  const json warned = response_to(handler, request(unlabelled));
  CHECK(warned.at("allowed") == true);
  CHECK(warned.at("warnings").size() == 1);
  const json odd{{"metadata", {{"labels", 7}}}, {"spec", {{"template", nullptr}}}};
  CHECK(response_to(handler, request(odd)).at("allowed") == true);
}

TEST_CASE("an overload is answered with a review, too") {
  platform::metrics::Registry registry;
  Metrics metrics(registry);
  const Handler handler([](const AdmissionInput&) { return AdmissionResult{}; }, metrics);
  const json denied = json::parse(handler.overloaded(request(labelled)).body).at("response");
  CHECK(denied.at("allowed") == false);
  CHECK(denied.at("status").at("code") == 503);
  CHECK(json::parse(handler.overloaded(request(unlabelled)).body).at("response").at("allowed") == true);
}

TEST_CASE("operations of people have a path of their own, where the core is not asked") {
  platform::metrics::Registry registry;
  Metrics metrics(registry);
  const Handler handler([](const AdmissionInput&) -> AdmissionResult { throw std::logic_error("asked"); }, metrics);
  const json operation{{"spec", {{"action", "refresh"}}}};
  http::Request asked = request(operation);
  asked.path = "/operations";
  asked.body.replace(asked.body.find("\"Pod\""), 5, "\"Operation\"");
  asked.body.replace(asked.body.find("\"uid\""), 5, R"("userInfo":{"username":"jane"},"uid")");
  const json response = response_to(handler, asked);
  CHECK(response.at("allowed") == true);
  CHECK(response.contains("patch"));
  CHECK(json::parse(handler.overloaded(asked).body).at("response").at("allowed") == false);
  CHECK(registry.text().contains(R"(decision="patched",reason="requested_by_user",kind="Operation"} 1)"));
}

TEST_CASE("operations that bring no object are let through without asking the core") {
  platform::metrics::Registry registry;
  Metrics metrics(registry);
  const Handler handler([](const AdmissionInput&) -> AdmissionResult { throw std::logic_error("asked"); }, metrics);
  CHECK(response_to(handler, request(nullptr, "DELETE")).at("allowed") == true);
}

TEST_CASE("what is no review is told apart by status") {
  platform::metrics::Registry registry;
  Metrics metrics(registry);
  const Handler handler([](const AdmissionInput&) { return AdmissionResult{}; }, metrics);
  http::Request asked = request(labelled);
  SECTION("path") {
    asked.path = "/mutate/";
    CHECK(handler.handle(asked).status == 404);
  }
  SECTION("method") {
    asked.method = "GET";
    CHECK(handler.handle(asked).status == 405);
    CHECK(handler.handle(asked).headers == http::Headers{{"Allow", "POST"}});
  }
  SECTION("content type") {
    asked.headers = {{"Content-Type", "text/plain"}};
    CHECK(handler.handle(asked).status == 415);
    asked.headers = {};
    CHECK(handler.handle(asked).status == 415);
    asked.headers = {{"Content-Type", "application/json; charset=utf-8"}};
    CHECK(handler.handle(asked).status == 200);
  }
  SECTION("body") {
    asked.body = "{}";
    const http::Response response = handler.handle(asked);
    CHECK(response.status == 400);
    CHECK(std::ranges::count(response.body, '\n') == 1);
    CHECK(registry.text().contains("chandler_admission_malformed_total 1\n"));
  }
}

TEST_CASE("kinds that we do not know share one label value") {
  platform::metrics::Registry registry;
  Metrics metrics(registry);
  const Handler handler([](const AdmissionInput&) { return AdmissionResult{}; }, metrics);
  http::Request asked = request(unlabelled);
  asked.body.replace(asked.body.find("\"Pod\""), 5, "\"Odd\"");
  CHECK(handler.handle(asked).status == 200);
  CHECK(registry.text().contains("kind=\"other\"} 1"));
  CHECK(!registry.text().contains("Odd"));
}

}  // namespace chandler::webhook
