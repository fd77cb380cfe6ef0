#include "controller/operations/subject.hpp"

#include <algorithm>
#include <cctype>
#include <format>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/annotations/keys.hpp"
#include "core/injection/document.hpp"
#include "core/injection/opt_in.hpp"

namespace chandler::controller::operations {
namespace {

namespace kubernetes = platform::kubernetes;
namespace objects = kubernetes::objects;
using nlohmann::json;

// "DaemonSet" → "daemonsets"
std::string plural_of(std::string_view kind) {
  std::string plural;
  for (const char c : kind) plural += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return plural + 's';
}

}  // namespace

std::string display(const objects::Operation::Spec& spec) {
  return std::format("{} {}", spec.kind, spec.workload);
}

core::Expected<Subject> find_subject(const Work& work) {
  const objects::Operation::Spec& spec = work.operation.spec;
  std::optional<Subject> found;
  bool labelled = false;
  // By a list: there is no right to get one.
  const auto listed = work.client.list(
      {.group = "apps",
       .plural = plural_of(spec.kind),
       .namespace_name = work.operation.metadata.key.namespace_name,
       .name = {}},
      {.selection = {.labels = {}, .fields = "metadata.name=" + spec.workload}}, [&](json&& item) {
        labelled = core::injection::opt_in(core::injection::metadata_of(item)) == core::injection::OptIn::yes;
        if (auto workload = objects::read_workload(item, spec.kind)) {
          found = Subject{.workload = *std::move(workload), .replicas = objects::read_replicas(item, spec.kind)};
        }
      });
  if (!listed) return std::unexpected(listed.error());
  if (!found || found->workload.metadata.being_deleted) {
    return refused(Reason::workload_gone, std::format("there is no {}", display(spec)),
                   "is the name right, and the operation in the workload's namespace?");
  }
  if (!labelled) {
    return refused(
        Reason::not_provisioned,
        std::format("{} does not carry the label {}: \"true\"", display(spec), core::annotations::inject_label),
        "Chandler acts on workloads alone that ask for it");
  }
  return *std::move(found);
}

core::Expected<std::vector<objects::Schedule>> find_schedules(const Work& work, const Subject& subject,
                                                              std::string_view component) {
  std::vector<objects::Schedule> found;
  const auto listed = work.client.list_all(
      {.group = "batch",
       .plural = "cronjobs",
       .namespace_name = work.operation.metadata.key.namespace_name,
       .name = {}},
      {.selection = {.labels = "app.kubernetes.io/managed-by=chandler", .fields = {}}}, [&](json&& item) {
        auto schedule = objects::read_schedule(item);
        if (!schedule || schedule->metadata.being_deleted) return;
        const auto& controller = schedule->metadata.controller;
        if (!controller || controller->uid != subject.workload.metadata.uid) return;
        if (component.empty() || schedule->component == component) found.push_back(*std::move(schedule));
      });
  if (!listed) return std::unexpected(listed.error());
  return found;
}

}  // namespace chandler::controller::operations
