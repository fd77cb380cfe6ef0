#include "core/injection/part.hpp"

#include <algorithm>
#include <format>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "core/injection/application.hpp"
#include "core/injection/document.hpp"
#include "core/injection/mask.hpp"
#include "core/injection/names.hpp"
#include "core/injection/object.hpp"
#include "core/injection/resources.hpp"

namespace chandler::core::injection {
namespace {

using annotations::Finding;
using annotations::ProvisionSpec;
using nlohmann::json;

template <typename T>
void append(std::vector<T>& to, std::vector<T> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// Copies the program out of our image, for the steps that run in another.
Part install_part() {
  Part part{{.name = install_container, .args = {"install", std::string(install_folder)}, .mounts = {}}, {}, false};
  part.step.mounts.push_back(object("name", program_volume, "mountPath", install_folder));
  part.volumes.push_back(object("name", program_volume, "emptyDir", json::object()));
  return part;
}

std::optional<ForeignImage> foreign_image(const json* application) {
  if (application == nullptr) return std::nullopt;
  ForeignImage foreign{std::string(find_text(*application, {"image"}).value_or("")), std::nullopt};
  if (const auto policy = find_text(*application, {"imagePullPolicy"})) foreign.pull_policy = *policy;
  return foreign;
}

}  // namespace

Part data_part(std::string_view container, std::string_view command, const std::vector<annotations::Source>& sources,
               const ProvisionSpec& spec, const SourceContext& context, std::vector<Finding>& findings) {
  Part part{{.name = container, .args = {std::string(command)}, .mounts = {}, .database = &spec.database}, {}, false};
  bool downloads = false;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    SourceMount source =
        mount_source(sources[i], data_volume(command, i), std::format("{}-{}", command, i), context, findings);
    append(part.step.args, {"--source", std::move(source.argument)});
    append(part.step.mounts, std::move(source.mounts));
    append(part.volumes, std::move(source.volumes));
    part.in_application_image = part.in_application_image || source.in_application_image;
    downloads = downloads || source.downloaded;
  }
  if (!downloads) return part;
  part.step.source_secret = spec.source_secret;
  part.step.mounts.push_back(object("name", scratch_volume, "mountPath", scratch_folder));
  part.volumes.push_back(object("name", scratch_volume, "emptyDir", json::object()));
  return part;
}

Part schema_part(std::string_view container, std::vector<std::string> command, const ProvisionSpec& spec,
                 const SourceContext& context, std::vector<Finding>& findings) {
  const ProvisionSpec::Migrate& migrate = spec.migrate;
  SourceMount source = mount_source(*migrate.source, migrate_volume, "migrate", context, findings);
  append(command, {"--source", std::move(source.argument)});
  if (migrate.layout) append(command, {"--layout", std::string(*migrate.layout)});
  return {
      {.name = container, .args = std::move(command), .mounts = std::move(source.mounts), .database = &spec.database},
      std::move(source.volumes),
      source.in_application_image};
}

Plan assemble(std::vector<Part> parts, const ProvisionSpec::Containers& containers, const Surroundings& pod,
              const Settings& settings) {
  const auto foreign = foreign_image(pod.application);
  for (Part& part : parts) part.step.foreign = part.in_application_image && foreign ? &*foreign : nullptr;
  if (std::ranges::contains(parts, true, &Part::in_application_image)) parts.insert(parts.begin(), install_part());
  const json resources = resources_of(containers, settings.resources);
  const ContainerDefaults defaults{settings.image,
                                   std::string(containers.image_pull_policy.value_or(settings.image_pull_policy)),
                                   run_as_user(pod.spec, pod.application, settings),
                                   containers.log_level,
                                   resources,
                                   pod.token_mounted};
  Plan plan;
  bool masked = false;
  for (Part& part : parts) {
    masked = masked || (pod.token_mounted && !part.step.needs_token);
    (part.beside ? plan.sidecars : plan.containers).push_back(build_container(std::move(part.step), defaults));
    append(plan.volumes, std::move(part.volumes));
  }
  if (masked) plan.volumes.push_back(token_mask_volume());
  return plan;
}

}  // namespace chandler::core::injection
