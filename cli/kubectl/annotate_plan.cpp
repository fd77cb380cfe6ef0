#include "cli/kubectl/annotate_plan.hpp"

#include <algorithm>
#include <format>

#include "cli/flag_error.hpp"
#include "core/annotations/keys.hpp"
#include "core/annotations/registry.hpp"
#include "core/injection/explain.hpp"
#include "core/text/one_line.hpp"
#include "platform/kubernetes/objects/field.hpp"

namespace chandler::cli::kubectl {
namespace {

using nlohmann::json;
namespace annotations = core::annotations;
namespace objects = platform::kubernetes::objects;

core::Expected<std::string> full_key_of(const std::string& written) {
  const std::string name(annotations::name_in(written).value_or(written));
  if (annotations::find_directive(name) != nullptr) return annotations::full_key(name);
  const bool label = annotations::full_key(name) == annotations::inject_label;
  const std::string_view near = annotations::nearest_directive(name);
  return wrong_flag(written, label ? "is a label, which --inject sets" : "is no annotation of Chandler's",
                    label          ? "kubectl chandler annotate KIND/NAME --inject"
                    : near.empty() ? "`chandler annotations` lists them"
                                   : std::format("did you mean {}?", near));
}

void plan_line(AnnotatePlan& plan, const json& object, const char* map, const char* what, const std::string& key,
               const std::optional<std::string>& wanted) {
  const json* const held = objects::find(object, {"metadata", map, key});
  const std::string before = objects::text(object, {"metadata", map, key});
  if (wanted ? held != nullptr && before == *wanted : held == nullptr) return;
  plan.lines.push_back({.sign = !wanted           ? '-'
                                : held == nullptr ? '+'
                                                  : '~',
                        .what = what,
                        .key = key,
                        .before = before,
                        .now = wanted.value_or("")});
  plan.patch["metadata"][map][key] = wanted ? json(*wanted) : json();
}

}  // namespace

core::Expected<AnnotationChanges> parse_changes(const std::vector<std::string>& words) {
  AnnotationChanges changes;
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    const bool removes = equals == std::string::npos && word.size() > 1 && word.ends_with('-');
    if (equals == std::string::npos && !removes) {
      return wrong_flag(word, "is neither KEY=VALUE nor KEY-", "such as migrate=configmap:order-food-migrations");
    }
    auto key = full_key_of(word.substr(0, removes ? word.size() - 1 : equals));
    if (!key) return std::unexpected(key.error());
    const auto value = removes ? std::optional<std::string>() : std::optional(word.substr(equals + 1));
    if (!changes.emplace(*std::move(key), value).second) return wrong_flag(word, "comes twice");
  }
  return changes;
}

AnnotatePlan plan_changes(const json& object, std::string_view kind, const AnnotationChanges& changes, bool opt_in,
                          const core::injection::Settings& settings) {
  AnnotatePlan plan;
  plan.patch = {{"metadata", {{"resourceVersion", objects::text(object, {"metadata", "resourceVersion"})}}}};
  const std::string label(annotations::inject_label);
  if (opt_in) plan_line(plan, object, "labels", "label", label, "true");
  for (const auto& [key, value] : changes) plan_line(plan, object, "annotations", "annotation", key, value);

  json changed = object;
  changed.merge_patch(plan.patch);
  plan.labelled = objects::text(changed, {"metadata", "labels", label}) == "true";
  // What is not labelled yet is judged as if it were: the label may come later.
  changed["metadata"]["labels"][label] = "true";
  auto explanation =
      core::injection::explain(changed, kind, objects::text(object, {"metadata", "namespace"}), settings);
  plan.findings = std::move(explanation.other);
  for (auto& row : explanation.keys) std::ranges::move(row.findings, std::back_inserter(plan.findings));
  plan.refused = std::ranges::contains(plan.findings, annotations::Severity::refuse, &annotations::Finding::severity);
  for (const auto* list : {&explanation.containers, &explanation.beside}) {
    for (const auto& container : *list) {
      if (container.ours) plan.steps.push_back(container.name);
    }
  }
  return plan;
}

std::string to_text(const AnnotatePlan::Line& line) {
  static constexpr std::size_t longest = 400;
  const std::string value = line.sign == '+'   ? line.now
                            : line.sign == '-' ? line.before
                                               : std::format("{} → {}", line.before, line.now);
  return std::format("{} {:<10}  {}: {}", line.sign, line.what, line.key, core::text::one_line(value, longest));
}

}  // namespace chandler::cli::kubectl
