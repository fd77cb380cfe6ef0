#include <algorithm>
#include <array>
#include <format>

#include <nlohmann/json.hpp>

#include "controller/api/answers.hpp"
#include "controller/api/call.hpp"
#include "controller/api/history.hpp"
#include "controller/api/paging.hpp"
#include "controller/api/parameters.hpp"

// The endpoints below /api/v1/workloads.
namespace chandler::controller::api {
namespace {

constexpr std::array<std::string_view, 5> states{"Ready", "Starting", "Warning", "Failing", "Unknown"};

Result<void> check_states(const std::vector<std::string>& wanted) {
  for (const std::string& state : wanted) {
    if (std::ranges::contains(states, state)) continue;
    return refuse(Reason::bad_request,
                  std::format("'state' is '{}'; give one of: Ready, Starting, Warning, Failing, Unknown", state));
  }
  return {};
}

// {"namespace":…,…,"status":{…}}, the status as it was read.
std::string detail_of(const ProvisionRecord& record) {
  const auto& object = *record.object;
  const nlohmann::ordered_json head{{"namespace", object.metadata.key.namespace_name},
                                    {"kind", object.kind},
                                    {"name", object.name},
                                    {"state", record.state}};
  std::string text = head.dump();
  text.pop_back();
  return text + ",\"status\":" + (object.status.empty() ? "{}" : object.status) + "}\n";
}

}  // namespace

Api::Answer Api::list_workloads(const Call& call) {
  const auto parameters = Parameters::parse(call.request.query, {"namespace", "state", "limit", "continue"});
  if (!parameters) return std::unexpected(parameters.error());
  const auto only = parameters->one("namespace");
  if (!only) return std::unexpected(only.error());
  const auto& wanted = parameters->all("state");
  if (auto fine = check_states(wanted); !fine) return std::unexpected(fine.error());
  const auto page = page_request(*parameters);
  if (!page) return std::unexpected(page.error());

  const auto all = sources_.records.provisions();
  std::set<std::string> namespaces;
  for (const auto& each : all) namespaces.insert(each->object->metadata.key.namespace_name);
  const auto scope = listable(call.caller, "provisions", *only, namespaces);
  if (!scope) return std::unexpected(scope.error());
  std::vector<Listed> listed;
  for (const auto& each : all) {
    const std::string& namespace_name = each->object->metadata.key.namespace_name;
    if (!scope->covers(namespace_name)) continue;
    if (!wanted.empty() && !std::ranges::contains(wanted, each->state)) continue;
    listed.push_back({.key = std::format("{}/{}/{}", namespace_name, each->object->kind, each->object->name),
                      .text = each->overview});
  }
  return content(call.request, page_of(std::move(listed), *page));
}

// The right is asked for first: whether something is there is for nobody else to know.
Result<Records::Provision> Api::provision(const Call& call) {
  const Route& route = call.route;
  if (const auto none = Parameters::parse(call.request.query, {}); !none) return std::unexpected(none.error());
  if (auto allowed =
          require(call.caller, {.verb = "get", .resource = "provisions", .namespace_name = route.namespace_name});
      !allowed) {
    return std::unexpected(allowed.error());
  }
  for (auto& each : sources_.records.provisions()) {
    const auto& object = *each->object;
    if (object.metadata.key.namespace_name == route.namespace_name && object.kind == route.kind &&
        object.name == route.name) {
      return each;
    }
  }
  return refuse(Reason::not_found,
                std::format("Chandler knows no {} {}/{}: it has to exist and to carry the label chandler.dev/inject: "
                            "\"true\"",
                            route.kind, route.namespace_name, route.name));
}

Api::Answer Api::show_workload(const Call& call) {
  const auto found = provision(call);
  if (!found) return std::unexpected(found.error());
  return content(call.request, detail_of(**found));
}

Api::Answer Api::show_history(const Call& call) {
  const auto found = provision(call);
  if (!found) return std::unexpected(found.error());
  const auto visible = authority_.allows(
      call.caller, {.verb = "list", .resource = "operations", .namespace_name = call.route.namespace_name});
  if (!visible) return std::unexpected(visible.error());
  std::vector<Records::Operation> operations;
  if (*visible) {
    operations = sources_.records.operations();
    std::erase_if(operations, [&](const auto& each) {
      return each->metadata.key.namespace_name != call.route.namespace_name || each->spec.kind != call.route.kind ||
             each->spec.workload != call.route.name;
    });
  }
  return content(call.request, history_of(**found, operations));
}

}  // namespace chandler::controller::api
