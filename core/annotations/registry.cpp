#include "core/annotations/registry.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/annotations/directives/groups.hpp"
#include "core/text/nearest.hpp"

namespace chandler::core::annotations {

std::string_view title_of(Group group) {
  switch (group) {
    case Group::database:
      return "Database";
    case Group::migrate:
      return "Migrations";
    case Group::load:
      return "Data";
    case Group::wait:
      return "Waiting";
    case Group::executor:
      return "Executor";
    case Group::refresh:
      return "Refresh";
    case Group::probe:
      return "Probe";
    case Group::heal:
      return "Healing";
    case Group::containers:
      return "Injected containers";
  }
  std::unreachable();
}

std::span<const Group> all_groups() {
  static constexpr std::array groups{Group::database, Group::migrate, Group::load, Group::wait,      Group::executor,
                                     Group::refresh,  Group::probe,   Group::heal, Group::containers};
  return groups;
}

bool carried_out(const Directive& directive, Where where) {
  if (!directive.undone.empty()) return false;
  return concerns_pods(directive.group) || where != Where::admission_alone;
}

bool concerns_pods(Group group) {
  return group != Group::refresh && group != Group::probe && group != Group::heal;
}

std::string_view describe(Workloads workloads) {
  switch (workloads) {
    case Workloads::all:
      return "all";
    case Workloads::long_running:
      return "Deployment, StatefulSet, DaemonSet";
  }
  std::unreachable();
}

std::span<const Directive> directives() {
  static const std::vector<Directive> all = [] {
    std::vector<Directive> rows;
    for (const auto group :
         {database_directives(), migrate_directives(), load_directives(), wait_directives(), executor_directives(),
          refresh_directives(), probe_directives(), heal_directives(), containers_directives()})
      rows.insert(rows.end(), group.begin(), group.end());
    return rows;
  }();
  return all;
}

const Directive* find_directive(std::string_view name) {
  const auto all = directives();
  const auto found = std::ranges::find(all, name, &Directive::name);
  return found == all.end() ? nullptr : &*found;
}

std::string_view nearest_directive(std::string_view name) {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    for (const Directive& directive : directives()) all.push_back(directive.name);
    return all;
  }();
  return text::nearest(name, names);
}

}  // namespace chandler::core::annotations
