#include "controller/api/requested_operation.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <initializer_list>
#include <span>

#include <nlohmann/json.hpp>

#include "controller/api/route.hpp"
#include "core/text/list.hpp"
#include "core/text/names.hpp"
#include "platform/digest/digest.hpp"

namespace chandler::controller::api {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 7> actions{"refresh", "probe",  "migrate-status", "restart",
                                                  "suspend", "resume", "retry-tasks"};
constexpr std::array<std::string_view, 2> targets{"refresh", "probe"};
constexpr std::int64_t longest_ttl = 31'536'000;

std::unexpected<Problem> malformed(std::string detail) {
  return refuse(Reason::bad_request, std::move(detail));
}

// A typing error in an optional member would else be silently ignored.
Result<void> only(const json& object, std::string_view where, std::initializer_list<std::string_view> known) {
  for (const auto& [member, value] : object.items()) {
    if (!std::ranges::contains(known, member)) {
      return malformed(std::format("{} has a member '{}' that is not known here; there are: {}", where, member,
                                   core::text::join(std::span(known.begin(), known.size()))));
    }
  }
  return {};
}

Result<std::string> word(const json& object, std::string_view where, const char* member) {
  const auto found = object.find(member);
  if (found == object.end()) return malformed(std::format("'{}' is missing in {}", member, where));
  if (!found->is_string()) return malformed(std::format("'{}' in {} is no text", member, where));
  return found->get<std::string>();
}

Result<std::string> one_of(const json& object, const char* member, std::span<const std::string_view> known) {
  auto value = word(object, "the body", member);
  if (!value) return value;
  if (!std::ranges::contains(known, *value)) {
    return malformed(std::format("'{}' is '{}'; give one of: {}", member, *value, core::text::join(known)));
  }
  return value;
}

Result<std::string> name(const json& object, std::string_view where, const char* member) {
  auto value = word(object, where, member);
  if (!value) return value;
  if (const auto parsed = core::text::parse_object_name(*value); !parsed) {
    return malformed(std::format("'{}' in {} is '{}', which {}", member, where, *value, parsed.error().why));
  }
  return value;
}

Result<void> read_workload(const json& body, RequestedOperation& operation) {
  const auto found = body.find("workload");
  if (found == body.end() || !found->is_object()) {
    return malformed("'workload' is missing; give {\"kind\": \"Deployment\", \"name\": \"…\"}");
  }
  if (auto fine = only(*found, "'workload'", {"kind", "name"}); !fine) return fine;
  const auto kind = word(*found, "'workload'", "kind");
  if (!kind) return std::unexpected(kind.error());
  operation.kind = kind_of(*kind);
  if (operation.kind.empty()) {
    return malformed(std::format("'kind' is '{}'; give one of: Deployment, StatefulSet, DaemonSet", *kind));
  }
  auto workload = name(*found, "'workload'", "name");
  if (!workload) return std::unexpected(workload.error());
  operation.workload = *std::move(workload);
  return {};
}

Result<void> read_options(const json& body, RequestedOperation& operation) {
  if (body.contains("target")) {
    auto target = one_of(body, "target", targets);
    if (!target) return std::unexpected(target.error());
    if (operation.action != "suspend" && operation.action != "resume") {
      return malformed(std::format("'target' belongs to suspend and resume, not to {}", operation.action));
    }
    operation.target = *std::move(target);
  }
  if (const auto ttl = body.find("ttlSecondsAfterFinished"); ttl != body.end()) {
    if (!ttl->is_number_integer() || ttl->get<std::int64_t>() < 0 || ttl->get<std::int64_t>() > longest_ttl) {
      return malformed(
          std::format("'ttlSecondsAfterFinished' is {}; give a number of 0 to {}", ttl->dump(), longest_ttl));
    }
    operation.ttl_seconds = ttl->get<std::int64_t>();
  }
  return {};
}

std::string name_of(const json& object, std::string_view key) {
  static constexpr std::size_t digits = 16;
  platform::Sha256 digest;
  digest.update(json{object, key}.dump());
  return object.at("spec").at("action").get<std::string>() + "-" + digest.hex().substr(0, digits);
}

}  // namespace

Result<RequestedOperation> read_requested_operation(std::string_view text) {
  const json body = json::parse(text, nullptr, false);
  if (!body.is_object()) return malformed("the body is no JSON object");
  if (auto fine = only(body, "the body", {"namespace", "workload", "action", "target", "ttlSecondsAfterFinished"});
      !fine) {
    return std::unexpected(fine.error());
  }
  RequestedOperation operation;
  auto namespace_name = name(body, "the body", "namespace");
  if (!namespace_name) return std::unexpected(namespace_name.error());
  operation.namespace_name = *std::move(namespace_name);
  if (auto read = read_workload(body, operation); !read) return std::unexpected(read.error());
  auto action = one_of(body, "action", actions);
  if (!action) return std::unexpected(action.error());
  operation.action = *std::move(action);
  if (auto read = read_options(body, operation); !read) return std::unexpected(read.error());
  return operation;
}

Result<void> check_idempotency_key(std::string_view key) {
  if (key.empty()) return {};
  const auto printable = [](char c) { return c > ' ' && c <= '~'; };
  if (key.size() >= 8 && key.size() <= 128 && std::ranges::all_of(key, printable)) return {};
  return malformed("Idempotency-Key has to be 8 to 128 printable characters, such as a UUID");
}

json operation_object(const RequestedOperation& operation, const std::string& requested_by, std::string_view key) {
  json spec{{"workload", {{"kind", operation.kind}, {"name", operation.workload}}},
            {"action", operation.action},
            {"requestedBy", requested_by}};
  if (!operation.target.empty()) spec["target"] = operation.target;
  if (operation.ttl_seconds) spec["ttlSecondsAfterFinished"] = *operation.ttl_seconds;
  json object{{"apiVersion", "chandler.dev/v1alpha1"},
              {"kind", "Operation"},
              {"metadata", {{"namespace", operation.namespace_name}}},
              {"spec", std::move(spec)}};
  if (key.empty()) {
    object["metadata"]["generateName"] = operation.action + "-";
  } else {
    object["metadata"]["name"] = name_of(object, key);
  }
  return object;
}

}  // namespace chandler::controller::api
