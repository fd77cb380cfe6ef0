#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "controller/api/problem.hpp"

namespace chandler::controller::api {

enum class Endpoint : std::uint8_t {
  list_workloads,
  show_workload,
  show_history,
  list_operations,
  create_operation,
  show_operation,
  show_permissions,
  openapi
};

struct Route {
  Endpoint endpoint = Endpoint::list_workloads;
  std::string_view id = {};         // the metric's and the document's: "listWorkloads"
  std::string namespace_name = {};  // the path's {namespace}, {kind} and {name}; decoded
  std::string kind = {};            // "Deployment": whichever way it was written
  std::string name = {};
};

// One line of the table of routes.
struct RouteTemplate {
  Endpoint endpoint;
  std::string_view method;  // GET also answers HEAD
  std::string_view path;    // "/api/v1/workloads/{namespace}/{kind}/{name}"
  std::string_view id;
};

std::span<const RouteTemplate> routes();

// Whether a path is the API's business at all; the rest is the page's.
bool is_api(std::string_view path);

Result<Route> find_route(std::string_view method, std::string_view path);

// "deployment", "deployments" or "Deployment" as "Deployment"; empty: Chandler does not provision that kind.
std::string_view kind_of(std::string_view text);

}  // namespace chandler::controller::api
