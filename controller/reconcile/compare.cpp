#include "controller/reconcile/compare.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "controller/reconcile/fields.hpp"
#include "core/text/quantity.hpp"

namespace chandler::controller::reconcile {
namespace {

using nlohmann::json;

// A place in both objects and in what we own of it.
struct Place {
  const json& wanted;
  const json* there;   // null: nothing
  const json* fields;  // null: not ours
  std::string path;
  bool quantity = false;  // the API server writes "0.5" as "500m"
};

std::string shown(const json& value) {
  static constexpr std::size_t longest = 80;
  std::string text = value.is_string() ? value.get<std::string>() : value.dump();
  if (text.size() > longest) text = text.substr(0, longest) + "…";
  return text;
}

// The API leaves out what says nothing.
bool says_nothing(const json& value) {
  return value.is_null() || value == false || value == 0 || value == "" || (value.is_structured() && value.empty());
}

bool same_scalar(const Place& place) {
  if (*place.there == place.wanted) return true;
  if (!place.quantity || !place.there->is_string() || !place.wanted.is_string()) return false;
  const auto there = core::text::parse_quantity(place.there->get_ref<const std::string&>());
  const auto wanted = core::text::parse_quantity(place.wanted.get_ref<const std::string&>());
  return there && wanted && there->amount == wanted->amount;
}

// What tells the elements of a list of our CronJobs apart. Nullopt: the list is one value.
std::optional<std::string_view> key_of(const json& element) {
  static constexpr std::array<std::string_view, 3> keys{"uid", "mountPath", "name"};
  if (!element.is_object()) return std::nullopt;
  for (const std::string_view key : keys) {
    if (element.contains(key)) return key;
  }
  return std::nullopt;
}

Comparison differs(const Place& place) {
  Comparison found{.difference = Difference::outdated,
                   .path = place.path,
                   .seen = place.there == nullptr ? std::string() : shown(*place.there),
                   .wanted = shown(place.wanted)};
  if (place.there != nullptr && place.fields == nullptr) found.difference = Difference::edited;
  return found;
}

Comparison compare(const Place& place);

Comparison compare_members(const Place& place) {
  for (const auto& [name, value] : place.wanted.items()) {
    const auto there = place.there->find(name);
    const bool amounts = place.path.ends_with(".requests") || place.path.ends_with(".limits");
    Comparison found = compare({.wanted = value,
                                .there = there == place.there->end() ? nullptr : &*there,
                                .fields = owned_member(place.fields, name),
                                .path = place.path.empty() ? name : std::format("{}.{}", place.path, name),
                                .quantity = amounts});
    if (!found.equal()) return found;
  }
  return {};
}

// In their order; others may stand between them.
Comparison compare_named(const Place& place) {
  auto next = place.there->begin();
  for (const json& element : place.wanted) {
    const std::string key(*key_of(element));
    const auto found = std::find_if(next, place.there->end(), [&](const json& candidate) {
      return candidate.is_object() && candidate.value(key, json()) == element.at(key);
    });
    const bool is_there = found != place.there->end();
    Comparison compared = compare({.wanted = element,
                                   .there = is_there ? &*found : nullptr,
                                   .fields = owned_element(place.fields, element),
                                   .path = std::format("{}[{}]", place.path, shown(element.at(key)))});
    if (!compared.equal()) return compared;
    if (is_there) next = std::next(found);
  }
  return {};
}

// A list that is owned as a whole.
Comparison compare_elements(const Place& place) {
  if (place.there->size() != place.wanted.size()) return differs(place);
  for (std::size_t i = 0; i < place.wanted.size(); ++i) {
    Comparison found = compare({.wanted = place.wanted.at(i),
                                .there = &place.there->at(i),
                                .fields = place.fields,
                                .path = std::format("{}[{}]", place.path, i)});
    if (!found.equal()) return found;
  }
  return {};
}

Comparison compare(const Place& place) {
  if (place.there == nullptr) return says_nothing(place.wanted) ? Comparison{} : differs(place);
  if (place.wanted.is_object() && place.there->is_object()) return compare_members(place);
  if (place.wanted.is_array() && place.there->is_array()) {
    const bool named = !place.wanted.empty() && std::ranges::all_of(place.wanted, [](const json& element) {
      return key_of(element).has_value();
    });
    return named ? compare_named(place) : compare_elements(place);
  }
  return same_scalar(place) ? Comparison{} : differs(place);
}

// What a CronJob is made of, beside its name.
json content_of(const json& cron_job) {
  json content{{"metadata", json::object()}, {"spec", cron_job.at("spec")}};
  for (const char* member : {"labels", "ownerReferences"}) {
    if (cron_job.at("metadata").contains(member)) content["metadata"][member] = cron_job.at("metadata").at(member);
  }
  return content;
}

}  // namespace

std::string_view id_of(Difference difference) {
  switch (difference) {
    case Difference::none:
      return "none";
    case Difference::missing:
      return "missing";
    case Difference::never_applied:
      return "never_applied";
    case Difference::outdated:
      return "outdated";
    case Difference::edited:
      return "edited";
    case Difference::left_over:
      return "left_over";
    case Difference::unwanted:
      return "unwanted";
  }
  std::unreachable();
}

Comparison compare(const json& wanted, const platform::kubernetes::objects::CronJob& there) {
  const json present = json::parse(there.definition, nullptr, false);
  const json fields = json::parse(there.applied, nullptr, false);
  if (!present.is_object() || !fields.is_object()) return {.difference = Difference::never_applied};
  const json content = content_of(wanted);
  Comparison found = compare(Place{.wanted = content, .there = &present, .fields = &fields, .path = ""});
  if (!found.equal()) return found;
  if (std::string path = owned_beyond(fields, wanted); !path.empty()) {
    return {.difference = Difference::left_over, .path = std::move(path)};
  }
  return {};
}

}  // namespace chandler::controller::reconcile
