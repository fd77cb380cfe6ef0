#include "core/annotations/reference.hpp"

#include <format>

#include <nlohmann/json.hpp>

#include "core/annotations/keys.hpp"
#include "core/annotations/registry.hpp"

namespace chandler::core::annotations {
namespace {

constexpr std::string_view introduction = R"(# Annotations

This page is generated from the registry: `chandler annotations --format markdown`.

The label `chandler.dev/inject: "true"` opts in, on a pod template or on a Deployment, StatefulSet, DaemonSet, Job or
CronJob. The annotations below say what to do. They may stand on the workload's own metadata, from where the webhook
copies label and annotations into the pod template within the same request, or in the template itself. Those of the
groups *Refresh*, *Probe* and *Healing* stand on the workload alone: they are not copied, so that a new schedule restarts no pod.

A key that is not on this page, or a value out of its grammar, is answered with a warning that names what was probably
meant. Where running without it would be unsafe (marked *refused*), the request is denied.

Durations are whole numbers with a unit each: `500ms`, `5s`, `1m30s`, `2h`. Quantities are Kubernetes' own: `250m`, `64Mi`.

Sources: `configmap:NAME[/KEY]`, `secret:NAME[/KEY]`, `image:/PATH` (in the application's own image), `volume:NAME[/SUBPATH]`
(of the pod), `oci:REFERENCE[//PATH]` (needs image volumes in the cluster), and for data alone `https://…[#sha256=…]`, with a
comma in it written `%2C`, and `postgres:SECRET?table=…` or `postgres:SECRET?query=…&into=TABLE`, percent-encoded, which
reads another database by a Secret with the keys that `database` takes.
)";

// A bar would end the table's cell.
std::string cell(std::string_view text) {
  std::string escaped;
  for (const char c : text) escaped += c == '|' ? std::string("\\|") : std::string(1, c);
  return escaped;
}

std::string notes(const Directive& directive) {
  std::string text;
  if (!directive.needs.empty()) {
    const std::string other = directive.or_needs.empty() ? "" : std::format(" or `{}`", directive.or_needs);
    text += std::format(" Needs `{}`{}.", directive.needs, other);
  }
  if (directive.workloads != Workloads::all) text += std::format(" On {}.", describe(directive.workloads));
  if (directive.on_bad == Severity::refuse) text += " A bad value is *refused*.";
  if (!directive.undone.empty()) text += std::format(" Not carried out by this version: {}.", directive.undone);
  return text;
}

}  // namespace

std::string reference_markdown() {
  std::string page(introduction);
  for (const Group group : all_groups()) {
    page += std::format("\n## {}\n\n| annotation | value | default | meaning |\n| --- | --- | --- | --- |\n",
                        title_of(group));
    for (const Directive& directive : directives()) {
      if (directive.group != group) continue;
      page += std::format("| `{}{}` | {} | {} | {}{} |\n", prefix, directive.name, cell(directive.grammar),
                          cell(directive.fallback), cell(directive.meaning), cell(notes(directive)));
    }
  }
  return page;
}

std::string reference_text() {
  std::string page = std::format("label {}: \"true\" opts in; these annotations say what:\n", inject_label);
  for (const Group group : all_groups()) {
    page += std::format("\n{}\n", title_of(group));
    for (const Directive& directive : directives()) {
      if (directive.group != group) continue;
      page += std::format("  {}{}\n      {}{}\n      value: {}\n", prefix, directive.name, directive.meaning,
                          notes(directive), directive.grammar);
      if (!directive.fallback.empty()) page += std::format("      default: {}\n", directive.fallback);
    }
  }
  return page;
}

std::string reference_json() {
  auto list = nlohmann::ordered_json::array();
  for (const Directive& directive : directives()) {
    list.push_back({{"key", full_key(directive.name)},
                    {"group", title_of(directive.group)},
                    {"grammar", directive.grammar},
                    {"default", directive.fallback},
                    {"meaning", directive.meaning},
                    {"needs", directive.needs.empty() ? "" : full_key(directive.needs)},
                    {"or_needs", directive.or_needs.empty() ? "" : full_key(directive.or_needs)},
                    {"workloads", describe(directive.workloads)},
                    {"bad_value", name_of(directive.on_bad)},
                    {"carried_out", carried_out(directive, Where::in_cluster)},
                    {"carried_out_offline", carried_out(directive, Where::offline)}});
  }
  return nlohmann::ordered_json{{"label", inject_label}, {"annotations", std::move(list)}}.dump(2) + "\n";
}

}  // namespace chandler::core::annotations
