#include <algorithm>
#include <array>
#include <format>

#include <nlohmann/json.hpp>

#include "controller/api/answers.hpp"
#include "controller/api/audit.hpp"
#include "controller/api/call.hpp"
#include "controller/api/paging.hpp"
#include "controller/api/parameters.hpp"
#include "controller/api/requested_operation.hpp"
#include "platform/kubernetes/errors.hpp"
#include "platform/log/log.hpp"

// The endpoints below /api/v1/operations.
namespace chandler::controller::api {
namespace {

namespace http = platform::http;
namespace code = platform::kubernetes::code;
namespace objects = platform::kubernetes::objects;
using nlohmann::json;
using objects::Operation;

constexpr std::array<std::string_view, 4> phases{"Pending", "Running", "Succeeded", "Failed"};

struct OperationFilter {
  std::string namespace_name;
  std::string kind;
  std::string workload;  // empty: any
  std::vector<std::string> phases;

  bool accepts(const Operation& operation) const {
    if (!workload.empty() && (operation.spec.kind != kind || operation.spec.workload != workload)) return false;
    return phases.empty() || std::ranges::contains(phases, objects::name_of(operation.status.phase));
  }
};

Result<OperationFilter> filter_of(const Parameters& parameters) {
  OperationFilter filter;
  auto namespace_name = parameters.one("namespace");
  if (!namespace_name) return std::unexpected(namespace_name.error());
  filter.namespace_name = *std::move(namespace_name);
  const auto workload = parameters.one("workload");
  if (!workload) return std::unexpected(workload.error());
  if (!workload->empty()) {
    const std::size_t slash = workload->find('/');
    filter.kind = kind_of(workload->substr(0, slash));
    if (slash == std::string::npos || filter.kind.empty() || slash + 1 == workload->size()) {
      return refuse(Reason::bad_request,
                    std::format("'workload' is '{}'; give KIND/NAME, such as deployment/order-food", *workload));
    }
    filter.workload = workload->substr(slash + 1);
  }
  filter.phases = parameters.all("phase");
  for (const std::string& phase : filter.phases) {
    if (std::ranges::contains(phases, phase)) continue;
    return refuse(Reason::bad_request,
                  std::format("'phase' is '{}'; give one of: Pending, Running, Succeeded, Failed", phase));
  }
  return filter;
}

// Sorts the newest first: digits turned around, so that a later time is less.
std::string newest_first(const Operation& operation) {
  std::string time = operation.metadata.created ? objects::to_time(*operation.metadata.created) : "";
  for (char& c : time) {
    if (c >= '0' && c <= '9') c = static_cast<char>('0' + ('9' - c));
  }
  return time;
}

Problem not_created(const core::Error& error) {
  if (error.code == code::rejected) return {.reason = Reason::invalid, .detail = error.message};
  if (error.code == code::not_found) return {.reason = Reason::not_found, .detail = error.message};
  platform::log::warning("api_create_failed", core::describe(error));
  return {.reason = Reason::unavailable,
          .detail =
              "the API server did not take the operation, or its answer was lost; with the same Idempotency-Key "
              "it is safe to ask again. Chandler's log says more",
          .retry_after = std::chrono::seconds(2)};
}

http::Response stored(int status, const Operation& operation) {
  const auto& key = operation.metadata.key;
  return {.status = status,
          .content_type = "application/json",
          .body = text_of(operation) + "\n",
          .headers = {{"Location", std::format("/api/v1/operations/{}/{}", key.namespace_name, key.name)},
                      {"Cache-Control", "no-store"}}};
}

bool is_json(std::string_view content_type) {
  content_type = content_type.substr(0, content_type.find(';'));
  while (content_type.ends_with(' ')) content_type.remove_suffix(1);
  return content_type == "application/json";
}

}  // namespace

Api::Answer Api::list_operations(const Call& call) {
  const auto parameters =
      Parameters::parse(call.request.query, {"namespace", "workload", "phase", "limit", "continue"});
  if (!parameters) return std::unexpected(parameters.error());
  const auto filter = filter_of(*parameters);
  if (!filter) return std::unexpected(filter.error());
  const auto page = page_request(*parameters);
  if (!page) return std::unexpected(page.error());

  const auto all = sources_.records.operations();
  std::set<std::string> namespaces;
  for (const auto& each : all) namespaces.insert(each->metadata.key.namespace_name);
  const auto scope = listable(call.caller, "operations", filter->namespace_name, namespaces);
  if (!scope) return std::unexpected(scope.error());
  std::vector<Listed> listed;
  for (const auto& each : all) {
    const auto& key = each->metadata.key;
    if (!scope->covers(key.namespace_name) || !filter->accepts(*each)) continue;
    listed.push_back(
        {.key = std::format("{}/{}/{}", newest_first(*each), key.namespace_name, key.name), .text = text_of(*each)});
  }
  return content(call.request, page_of(std::move(listed), *page));
}

Api::Answer Api::show_operation(const Call& call) {
  const Route& route = call.route;
  if (const auto none = Parameters::parse(call.request.query, {}); !none) return std::unexpected(none.error());
  if (auto allowed =
          require(call.caller, {.verb = "get", .resource = "operations", .namespace_name = route.namespace_name});
      !allowed) {
    return std::unexpected(allowed.error());
  }
  if (const auto found = operation(route.namespace_name, route.name)) {
    return content(call.request, text_of(*found) + "\n");
  }
  return refuse(Reason::not_found, std::format("there is no operation {}/{}: it goes {} after it ended",
                                               route.namespace_name, route.name, "its ttlSecondsAfterFinished"));
}

Records::Operation Api::operation(const std::string& namespace_name, const std::string& name) const {
  const auto all = sources_.records.operations();
  const auto found = std::ranges::find_if(all, [&](const auto& each) {
    return each->metadata.key.namespace_name == namespace_name && each->metadata.key.name == name;
  });
  return found == all.end() ? nullptr : *found;
}

// The same person sent the same request with the same key: what it made then is the answer.
Api::Answer Api::made_before(const std::string& namespace_name, const std::string& name) const {
  if (const auto found = operation(namespace_name, name)) return stored(200, *found);
  return later(Reason::unavailable,
               std::format("the operation {}/{} was made by this request before, and this replica does not see it yet",
                           namespace_name, name),
               std::chrono::seconds(1));
}

Api::Answer Api::create_operation(const Call& call) {
  if (const auto none = Parameters::parse(call.request.query, {}); !none) return std::unexpected(none.error());
  if (!is_json(call.request.header("Content-Type"))) {
    return refuse(Reason::unsupported_media,
                  std::format("Content-Type is '{}'; send application/json", call.request.header("Content-Type")));
  }
  const auto wanted = read_requested_operation(call.request.body);
  if (!wanted) return std::unexpected(wanted.error());
  const std::string_view key = call.request.header("Idempotency-Key");
  if (auto fine = check_idempotency_key(key); !fine) return std::unexpected(fine.error());

  const Audit audit(call.caller, *wanted, metrics_);
  if (auto allowed =
          require(call.caller, {.verb = "create", .resource = "operations", .namespace_name = wanted->namespace_name});
      !allowed) {
    audit.note(id_of(allowed.error().reason));
    return std::unexpected(allowed.error());
  }
  const json object = operation_object(*wanted, call.caller.username, key);
  const auto created = sources_.create(object);
  if (const auto made = created ? objects::read_operation(*created) : std::nullopt) {
    audit.note("created", made->metadata.key.name);
    return stored(201, *made);
  }
  if (!created && created.error().code == code::conflict && !key.empty()) {
    const std::string name = object.at("metadata").at("name").get<std::string>();
    audit.note("repeated", name);
    return made_before(wanted->namespace_name, name);
  }
  const Problem problem = not_created(created ? core::Error{.code = std::string(code::unreachable),
                                                            .message = "the API server's answer is no Operation"}
                                              : created.error());
  audit.note(id_of(problem.reason));
  return std::unexpected(problem);
}

}  // namespace chandler::controller::api
