#include "platform/kubernetes/page.hpp"

#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/field.hpp"

namespace chandler::platform::kubernetes {

using nlohmann::json;

std::optional<Page> read_page(std::string_view text, ManagedFields managed_fields, const ItemSink& sink) {
  // How deep the parser says things are: a key of the list, an item, a key of an item's metadata.
  static constexpr int list_key = 1;
  static constexpr int item = 2;
  static constexpr int metadata_key = 4;
  bool in_items = false;
  const auto keep = [&](int depth, json::parse_event_t event, json& parsed) {
    if (event == json::parse_event_t::key && depth == list_key) in_items = parsed == "items";
    if (!in_items) return true;
    if (event == json::parse_event_t::key && depth == metadata_key) {
      return managed_fields == ManagedFields::keep || parsed != "managedFields";
    }
    if (event != json::parse_event_t::object_end || depth != item) return true;
    sink(std::move(parsed));
    return false;
  };
  const json list = json::parse(text, keep, false);
  if (!list.is_object() || objects::find(list, {"items"}) == nullptr) return std::nullopt;
  return Page{.resource_version = objects::text(list, {"metadata", "resourceVersion"}),
              .next = objects::text(list, {"metadata", "continue"})};
}

}  // namespace chandler::platform::kubernetes
