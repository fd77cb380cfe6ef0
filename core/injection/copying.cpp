#include "core/injection/copying.hpp"

#include <algorithm>
#include <format>

#include <nlohmann/json.hpp>

#include "core/annotations/keys.hpp"
#include "core/annotations/registry.hpp"
#include "core/injection/document.hpp"
#include "core/injection/opt_in.hpp"

namespace chandler::core::injection {
namespace {

using annotations::Finding;
using nlohmann::json;

bool is_copied(const annotations::Directive& directive) {
  return annotations::concerns_pods(directive.group);
}

bool holds_directive(const json& metadata) {
  return std::ranges::any_of(entries(find(metadata, {"annotations"})), [](const annotations::Entry& entry) {
    const auto name = annotations::name_in(entry.key);
    const annotations::Directive* directive = name ? annotations::find_directive(*name) : nullptr;
    return directive != nullptr && is_copied(*directive);
  });
}

// The object under `key`, made if it is missing or null; null when it is something else.
json* child(json& parent, std::string_view key) {
  json& value = parent[std::string(key)];
  if (value.is_null()) value = json::object();
  return value.is_object() ? &value : nullptr;
}

void set(json& pod_template, std::string_view map, const std::string& key, std::string_view value) {
  json* metadata = child(pod_template, "metadata");
  json* texts = metadata == nullptr ? nullptr : child(*metadata, map);
  if (texts != nullptr) (*texts)[key] = value;
}

void take_away(json& pod_template, std::string_view map, const std::string& key) {
  json& metadata = pod_template.at("metadata");
  json& texts = metadata.at(std::string(map));
  texts.erase(key);
  if (texts.empty()) metadata.erase(std::string(map));
}

Finding template_wins(std::string_view key, std::optional<std::string_view> wanted, std::string_view held) {
  std::string message = std::format("{}: the pod template has its own value \"{}\", which ", key, held);
  message +=
      wanted ? std::format("wins over \"{}\" on the workload", *wanted) : "stays, although the workload's is gone";
  return {annotations::Severity::warn,
          annotations::Problem::template_wins,
          std::string(key),
          std::string(wanted.value_or("")),
          {},
          std::move(message)};
}

}  // namespace

CopyAction copy_action(std::optional<std::string_view> wanted, std::optional<std::string_view> before,
                       std::optional<std::string_view> held) {
  if (wanted == held) return CopyAction::keep;
  if (!wanted && !before) return CopyAction::keep;
  if (!held) return wanted ? CopyAction::set : CopyAction::keep;
  if (before == held) return wanted ? CopyAction::set : CopyAction::remove;
  return CopyAction::template_wins;
}

std::vector<Finding> copy_directives(json& pod_template, const json& metadata, const json* old_metadata) {
  std::vector<Finding> findings;
  const bool labelled = opt_in(metadata) == OptIn::yes;
  const bool active = labelled && (holds_directive(metadata) || holds_directive(metadata_of(pod_template)));
  const auto apply = [&](std::string_view map, const std::string& key) {
    const auto own = find_text(metadata, {map, key});
    const auto wanted = labelled ? own : std::nullopt;
    const auto before = old_metadata == nullptr ? std::nullopt : find_text(*old_metadata, {map, key});
    const auto held = find_text(pod_template, {"metadata", map, key});
    switch (copy_action(wanted, before, held)) {
      case CopyAction::keep:
        break;
      case CopyAction::set:
        if (active) set(pod_template, map, key, *wanted);
        break;
      case CopyAction::remove:
        take_away(pod_template, map, key);
        break;
      case CopyAction::template_wins:
        findings.push_back(template_wins(key, wanted, *held));
        break;
    }
  };
  for (const annotations::Directive& directive : annotations::directives()) {
    if (is_copied(directive)) apply("annotations", annotations::full_key(directive.name));
  }
  apply("labels", std::string(annotations::inject_label));
  return findings;
}

}  // namespace chandler::core::injection
