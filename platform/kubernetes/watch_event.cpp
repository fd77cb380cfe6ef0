#include "platform/kubernetes/watch_event.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "platform/kubernetes/objects/field.hpp"

namespace chandler::platform::kubernetes {
namespace {

using nlohmann::json;
using Type = WatchEvent::Type;

constexpr std::array<std::pair<std::string_view, Type>, 5> types{{{"ADDED", Type::added},
                                                                  {"MODIFIED", Type::modified},
                                                                  {"DELETED", Type::deleted},
                                                                  {"BOOKMARK", Type::bookmark},
                                                                  {"ERROR", Type::error}}};

}  // namespace

std::optional<WatchEvent> read_watch_event(std::string_view line, ManagedFields managed_fields) {
  static constexpr int metadata_key = 3;
  json event = json::parse(
      line,
      [&](int depth, json::parse_event_t what, const json& parsed) {
        return managed_fields == ManagedFields::keep || what != json::parse_event_t::key || depth != metadata_key ||
               parsed != "managedFields";
      },
      false);
  const auto* const type =
      std::ranges::find(types, objects::text(event, {"type"}), &std::pair<std::string_view, Type>::first);
  if (type == types.end() || objects::find(event, {"object"}) == nullptr) return std::nullopt;
  json& object = event.at("object");
  if (!object.is_object()) return std::nullopt;
  return WatchEvent{.type = type->second, .object = std::move(object)};
}

}  // namespace chandler::platform::kubernetes
