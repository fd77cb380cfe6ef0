#include <nlohmann/json.hpp>

#include "controller/api/answers.hpp"
#include "controller/api/call.hpp"
#include "controller/api/parameters.hpp"

// GET /api/v1/permissions: what the page shows and offers.
namespace chandler::controller::api {
namespace {

nlohmann::ordered_json told(const Scope& scope) {
  return {{"everywhere", scope.everywhere}, {"namespaces", scope.namespaces}};
}

}  // namespace

Api::Answer Api::show_permissions(const Call& call) {
  if (const auto none = Parameters::parse(call.request.query, {}); !none) return std::unexpected(none.error());
  std::set<std::string> namespaces;
  for (const auto& each : sources_.records.provisions()) namespaces.insert(each->object->metadata.key.namespace_name);
  const auto read = authority_.scope(call.caller, "list", "provisions", namespaces);
  if (!read) return std::unexpected(read.error());
  const auto act = authority_.scope(call.caller, "create", "operations", namespaces);
  if (!act) return std::unexpected(act.error());
  const nlohmann::ordered_json body{{"username", call.caller.username}, {"read", told(*read)}, {"act", told(*act)}};
  return content(call.request, body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

}  // namespace chandler::controller::api
