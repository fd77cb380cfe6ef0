#pragma once

#include <chrono>
#include <string>

#include <nlohmann/json.hpp>

#include "controller/api/api.hpp"
#include "platform/metrics/registry.hpp"
#include "tests/support/api/fakes.hpp"
#include "tests/support/api/samples.hpp"

namespace chandler::tests {

// The API over fakes, with clocks that a test moves. "edit-token" may do all, "shop-token" may look into shop.
class ApiFixture {
 public:
  using json = nlohmann::json;
  using Response = platform::http::Response;

  ApiFixture() {
    reviewer.admit("edit-token", "edit");
    reviewer.grant_view("edit");
    reviewer.grant("edit", "create", "operations");
    reviewer.admit("shop-token", "shop");
    reviewer.grant_view("shop", "shop");
    for (const char* namespace_name : {"shop", "billing"}) {
      for (const char* name : {"menu", "orders"}) {
        records.put_provision(provision(namespace_name, "Deployment", name, healthy_status(noon)));
      }
    }
    records.put_provision(provision("shop", "StatefulSet", "broken", failing_status(noon)));
    records.put_provision(provision("shop", "DaemonSet", "new", nullptr));
  }

  Response ask(const std::string& target, const std::string& token = "edit-token",
               platform::http::Headers headers = {}) {
    return send("GET", target, {}, token, std::move(headers));
  }
  Response post(const json& body, const std::string& token = "edit-token", platform::http::Headers headers = {}) {
    headers.emplace_back("Content-Type", "application/json");
    return send("POST", "/api/v1/operations", body.dump(), token, std::move(headers));
  }
  Response send(const std::string& method, const std::string& target, std::string body, const std::string& token,
                platform::http::Headers headers) {
    if (!token.empty()) headers.emplace_back("Authorization", "Bearer " + token);
    const std::size_t mark = target.find('?');
    return api.handle({.method = method,
                       .path = target.substr(0, mark),
                       .query = mark == std::string::npos ? "" : target.substr(mark + 1),
                       .headers = std::move(headers),
                       .body = std::move(body)});
  }

  static json refresh(const std::string& namespace_name = "shop") {
    return {
        {"namespace", namespace_name}, {"workload", {{"kind", "Deployment"}, {"name", "menu"}}}, {"action", "refresh"}};
  }
  static json body(const Response& response) { return json::parse(response.body); }
  static std::string detail(const Response& response) { return body(response).at("detail").get<std::string>(); }

  static constexpr std::chrono::sys_seconds noon{std::chrono::sys_days(std::chrono::year(2026) / 11 / 21) +
                                                 std::chrono::hours(12)};
  FakeReviewer reviewer;
  FakeRecords records;
  std::chrono::steady_clock::time_point steady{std::chrono::hours(1)};
  std::chrono::system_clock::time_point system{noon};

 private:
  platform::metrics::Registry registry_;
  controller::api::Metrics metrics_{registry_};

 public:
  // What creates an operation; a test puts another in its place.
  std::function<core::Expected<json>(const json&)> create = [this](const json& object) {
    return records.create(object);
  };
  controller::api::Api api{
      {.records = records, .reviewer = reviewer, .create = [this](const json& object) { return create(object); }},
      {.limit = {.per_second = 10, .burst = 200}},
      metrics_,
      {.steady = [this] { return steady; }, .system = [this] { return system; }}};
};

}  // namespace chandler::tests
