#include "cli/kubectl/workload_name.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <format>
#include <vector>

#include "cli/flag_error.hpp"
#include "core/text/names.hpp"
#include "core/text/nearest.hpp"

namespace chandler::cli::kubectl {
namespace {

constexpr std::array<Kind, 6> all_kinds{{
    {"Deployment", "deployments", "deployment", "deploy", "apps", true},
    {"StatefulSet", "statefulsets", "statefulset", "sts", "apps", true},
    {"DaemonSet", "daemonsets", "daemonset", "ds", "apps", true},
    {"Job", "jobs", "job", "job", "batch", false},
    {"CronJob", "cronjobs", "cronjob", "cj", "batch", false},
    {"Pod", "pods", "pod", "po", "", false},
}};

std::string lowered(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string expected_kinds(Accept accept) {
  std::string names;
  for (const Kind& kind : all_kinds) {
    if (accept == Accept::provisioned && !kind.provisioned) continue;
    names += std::format("{}{}", names.empty() ? "" : ", ", kind.singular);
  }
  return names;
}

std::string_view nearest_kind(std::string_view written) {
  std::vector<std::string_view> names;
  for (const Kind& kind : all_kinds) names.insert(names.end(), {kind.singular, kind.plural, kind.shortened});
  return core::text::nearest(written, names);
}

}  // namespace

std::span<const Kind> kinds() {
  return all_kinds;
}

const Kind* find_kind(std::string_view text) {
  const std::string whole = lowered(text);
  const std::string_view name = std::string_view(whole).substr(0, whole.find('.'));
  const auto found = std::ranges::find_if(all_kinds, [&](const Kind& kind) {
    return name == kind.singular || name == kind.plural || name == kind.shortened;
  });
  if (found == all_kinds.end()) return nullptr;
  const std::string_view qualified = std::string_view(whole).substr(name.size());
  const bool fits = qualified.empty() || qualified == std::format(".{}", found->group) ||
                    qualified == std::format(".v1.{}", found->group);
  return fits ? &*found : nullptr;
}

std::string WorkloadName::display() const {
  return std::format("{}/{}", kind->singular, name);
}

platform::kubernetes::Resource WorkloadName::in(std::string_view namespace_name) const {
  return {.group = std::string(kind->group),
          .plural = std::string(kind->plural),
          .namespace_name = std::string(namespace_name),
          .name = name};
}

core::Expected<WorkloadName> parse_workload(std::string_view text, Accept accept) {
  const std::string written(text);
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) {
    return wrong_flag(written, "is no KIND/NAME", std::format("such as deployment/{}", text));
  }
  const std::string_view before = text.substr(0, slash);
  const Kind* const kind = find_kind(before);
  if (kind == nullptr) {
    const std::string_view near = nearest_kind(lowered(before));
    return wrong_flag(written, std::format("'{}' is no kind that Chandler provisions", before),
                      near.empty() ? "expected one of " + expected_kinds(accept)
                                   : std::format("did you mean {}/{}?", near, text.substr(slash + 1)));
  }
  if (accept == Accept::provisioned && !kind->provisioned) {
    return wrong_flag(written, std::format("a {} has no status and no operations of its own", kind->kind),
                      "expected one of " + expected_kinds(accept));
  }
  const auto name = core::text::parse_object_name(text.substr(slash + 1));
  if (!name) return wrong_flag(written, std::format("'{}' {}", text.substr(slash + 1), name.error().why));
  return WorkloadName{.kind = kind, .name = *name};
}

}  // namespace chandler::cli::kubectl
