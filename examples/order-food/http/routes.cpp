#include "examples/order-food/http/routes.hpp"

#include <print>

#include <httplib.h>
#include <pqxx/pqxx>

#include "examples/order-food/json/menu_json.hpp"
#include "examples/order-food/json/order_json.hpp"
#include "examples/order-food/sql/connections.hpp"
#include "examples/order-food/sql/menu_store.hpp"
#include "examples/order-food/sql/order_store.hpp"

namespace order_food {

namespace {

constexpr auto json_type = "application/json; charset=utf-8";

void answer(httplib::Response& response, int status, const std::string& body) {
  response.status = status;
  response.set_content(body, json_type);
}

void order(Connections& connections, const httplib::Request& request, httplib::Response& response) {
  const auto wanted = order_from_json(request.body);
  if (!wanted) return answer(response, 400, problems_to_json(wanted.error()));
  const auto lease = connections.lease();
  const auto placed = place_order(*lease, *wanted);
  if (!placed) return answer(response, 422, problems_to_json(placed.error()));
  answer(response, 201, order_to_json(*placed));
}

// The reason goes to the log; the client learns only what it can act upon.
void answer_exception(const httplib::Request& request, httplib::Response& response, const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const pqxx::broken_connection& error) {
    std::println(stderr, "order-food: {} {}: {}", request.method, request.path, error.what());
    answer(response, 503, error_to_json("the database does not answer"));
  } catch (const pqxx::undefined_table& error) {
    std::println(stderr, "order-food: {} {}: {}", request.method, request.path, error.what());
    answer(response, 503, error_to_json("the database has no such table yet: its migrations have not run"));
  } catch (const std::exception& error) {
    std::println(stderr, "order-food: {} {}: {}", request.method, request.path, error.what());
    answer(response, 500, error_to_json("internal error"));
  }
}

}  // namespace

void add_routes(httplib::Server& server, Connections& connections, const std::atomic<bool>& leaving) {
  server.Get("/menu", [&](const httplib::Request&, httplib::Response& response) {
    const auto lease = connections.lease();
    answer(response, 200, menu_to_json(read_menu(*lease)));
  });
  server.Post("/orders", [&](const httplib::Request& request, httplib::Response& response) {
    order(connections, request, response);
  });
  server.Get("/healthz", [](const httplib::Request&, httplib::Response& response) {
    answer(response, 200, R"({"status":"alive"})");
  });
  server.Get("/readyz", [&](const httplib::Request&, httplib::Response& response) {
    if (leaving) return answer(response, 503, error_to_json("leaving"));
    const auto lease = connections.lease();
    ping(*lease);
    answer(response, 200, R"({"status":"ready"})");
  });
  server.set_exception_handler(answer_exception);
}

}  // namespace order_food
