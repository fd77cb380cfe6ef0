#include "tests/integration/page/page_server.hpp"

#include <format>

#include "controller/page/page.hpp"

namespace chandler::tests {

namespace api = controller::api;

PageServer::PageServer()
    : api_({.records = records,
            .reviewer = reviewer,
            .create = [this](const nlohmann::json& object) { return records.create(object); }},
           {.authority = {.holds = std::chrono::milliseconds(50), .pause = std::chrono::milliseconds(50)},
            .limit = {.per_second = 1'000, .burst = 1'000}},
           metrics_, api::real_clocks()) {
  for (const char* user : {"edit", "view", "shop"}) reviewer.admit(std::string(user) + "-token", user);
  reviewer.grant_view("edit");
  reviewer.grant("edit", "create", "operations");
  reviewer.grant_view("view");
  reviewer.grant_view("shop", "shop");
  auto server = platform::http::Server::start(
      {.address = "127.0.0.1", .workers = 4}, [this](const platform::http::Request& request) {
        return api::is_api(request.path) ? api_.handle(request) : controller::page::serve(request);
      });
  server_ = std::move(server).value();
}

std::string PageServer::address() const {
  return std::format("http://127.0.0.1:{}", server_->port());
}

}  // namespace chandler::tests
