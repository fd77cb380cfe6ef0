#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace chandler::platform::kubernetes {

// Who wrote which field is a third of an object's text, and of use only to who applies it.
enum class ManagedFields : std::uint8_t { drop, keep };

// One page of a collection, without its items.
struct Page {
  std::string resource_version;  // of the whole list: where a watch goes on
  std::string next;              // asks for the page behind it; empty: this was the last
};

using ItemSink = std::function<void(nlohmann::json&& item)>;

// Hands each item over as soon as it is parsed, so that never more than one is in memory as JSON. Nullopt: the text
// is no list; items before the fault were handed over.
std::optional<Page> read_page(std::string_view text, ManagedFields managed_fields, const ItemSink& sink);

}  // namespace chandler::platform::kubernetes
