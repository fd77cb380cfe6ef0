#include "webhook/review.hpp"

#include <format>
#include <utility>

namespace chandler::webhook {
namespace {

using nlohmann::json;

struct Malformed {
  std::string message;
};

// How deep brackets nest outside of strings. On text that is no JSON the result means nothing.
std::size_t depth_of(std::string_view text) {
  std::size_t depth = 0;
  std::size_t deepest = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    switch (text[i]) {
      case '"':
        quoted = !quoted;
        break;
      case '\\':
        i += quoted ? 1 : 0;
        break;
      case '{':
      case '[':
        if (!quoted && ++depth > deepest) deepest = depth;
        break;
      case '}':
      case ']':
        if (!quoted && depth > 0) --depth;
        break;
      default:
        break;
    }
  }
  return deepest;
}

json parse_json(std::string_view body) {
  if (depth_of(body) > depth_limit) throw Malformed{std::format("it is nested deeper than {} levels", depth_limit)};
  json value = json::parse(body, nullptr, false);
  if (value.is_discarded()) throw Malformed{"it is not valid JSON"};
  return value;
}

json& object_at(json& parent, const char* key) {
  const auto found = parent.find(key);
  if (found == parent.end() || !found->is_object()) throw Malformed{std::format("'{}' is not an object", key)};
  return *found;
}

// "" when it is missing or null.
std::string text_at(const json& parent, const char* key) {
  const auto found = parent.find(key);
  if (found == parent.end() || found->is_null()) return {};
  if (!found->is_string()) throw Malformed{std::format("'{}' is not a string", key)};
  return found->get<std::string>();
}

bool flag_at(const json& parent, const char* key) {
  const auto found = parent.find(key);
  if (found == parent.end() || found->is_null()) return false;
  if (!found->is_boolean()) throw Malformed{std::format("'{}' is not a boolean", key)};
  return found->get<bool>();
}

json taken(json& parent, const char* key) {
  const auto found = parent.find(key);
  if (found == parent.end() || found->is_null()) return nullptr;
  if (!found->is_object()) throw Malformed{std::format("'{}' is not an object", key)};
  return std::exchange(*found, nullptr);
}

Operation operation_of(std::string_view text) {
  if (text == "CREATE") return Operation::create;
  if (text == "UPDATE") return Operation::update;
  return Operation::other;
}

std::string generate_name_of(const json& object) {
  if (!object.is_object()) return {};
  const auto metadata = object.find("metadata");
  if (metadata == object.end() || !metadata->is_object()) return {};
  const auto name = metadata->find("generateName");
  return name != metadata->end() && name->is_string() ? name->get<std::string>() : std::string{};
}

Review parse(std::string_view body) {
  json document = parse_json(body);
  if (!document.is_object()) throw Malformed{"it is not a JSON object"};
  if (text_at(document, "kind") != "AdmissionReview" || text_at(document, "apiVersion") != "admission.k8s.io/v1") {
    throw Malformed{"it is not an AdmissionReview of admission.k8s.io/v1"};
  }
  json& request = object_at(document, "request");
  Review review;
  review.uid = text_at(request, "uid");
  if (review.uid.empty()) throw Malformed{"'uid' is missing"};
  review.operation = operation_of(text_at(request, "operation"));
  review.kind = text_at(object_at(request, "kind"), "kind");
  review.namespace_name = text_at(request, "namespace");
  review.name = text_at(request, "name");
  if (const auto user = request.find("userInfo"); user != request.end() && user->is_object()) {
    review.user = text_at(*user, "username");
  }
  review.dry_run = flag_at(request, "dryRun");
  review.object = taken(request, "object");
  review.old_object = taken(request, "oldObject");
  review.generate_name = generate_name_of(review.object);
  if (review.operation != Operation::other && review.object.is_null()) throw Malformed{"'object' is missing"};
  return review;
}

}  // namespace

std::string_view name_of(Operation operation) {
  switch (operation) {
    case Operation::create:
      return "CREATE";
    case Operation::update:
      return "UPDATE";
    case Operation::other:
      return "other";
  }
  return "other";
}

core::Expected<Review> parse_review(std::string_view body) {
  try {
    return parse(body);
  } catch (const Malformed& error) {
    return std::unexpected(
        core::Error{.code = "admission.malformed", .message = "the request is no AdmissionReview: " + error.message});
  }
}

}  // namespace chandler::webhook
