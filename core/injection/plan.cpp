#include "core/injection/plan.hpp"

#include <algorithm>
#include <format>
#include <iterator>
#include <optional>
#include <string>

#include "core/annotations/keys.hpp"
#include "core/injection/application.hpp"
#include "core/injection/container.hpp"
#include "core/injection/document.hpp"
#include "core/injection/mask.hpp"
#include "core/injection/names.hpp"
#include "core/injection/object.hpp"
#include "core/injection/resources.hpp"
#include "core/injection/source_mount.hpp"
#include "core/text/duration.hpp"

namespace chandler::core::injection {
namespace {

using annotations::Finding;
using annotations::ProvisionSpec;
using annotations::Source;
using annotations::WaitFor;
using nlohmann::json;

using Args = std::vector<std::string>;

template <typename T>
void append(std::vector<T>& to, std::vector<T> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

bool waits_for(const ProvisionSpec& spec, WaitFor::Kind kind) {
  return spec.wait_for && std::ranges::contains(*spec.wait_for, kind, &WaitFor::kind);
}

bool wants_application_image(const ProvisionSpec& spec) {
  const auto in_image = [](const Source& source) { return source.kind == Source::Kind::image; };
  return (spec.migrate.source && in_image(*spec.migrate.source)) ||
         (spec.load && std::ranges::any_of(*spec.load, in_image));
}

void append_waits(Args& args, const ProvisionSpec& spec, std::string_view flag) {
  if (!spec.wait_for) return;
  for (const WaitFor& item : *spec.wait_for) append(args, {std::string(flag), item.text});
}

// A step and the volumes it brings into the pod.
struct Part {
  Step step;
  std::vector<json> volumes;
  bool in_application_image = false;
};

Part migrate_part(const ProvisionSpec& spec, const SourceContext& context, std::vector<Finding>& findings) {
  const ProvisionSpec::Migrate& migrate = spec.migrate;
  SourceMount source = mount_source(*migrate.source, migrate_volume, "migrate", context, findings);
  Args args{"migrate", "--source", source.argument};
  if (migrate.layout) append(args, {"--layout", std::string(*migrate.layout)});
  if (migrate.target) append(args, {"--target", *migrate.target});
  if (migrate.lock_timeout) append(args, {"--lock-timeout", text::to_text(*migrate.lock_timeout)});
  if (migrate.statement_timeout) append(args, {"--statement-timeout", text::to_text(*migrate.statement_timeout)});
  if (migrate.on_ahead) append(args, {"--on-ahead", std::string(*migrate.on_ahead)});
  if (migrate.lint) append(args, {"--lint", std::string(*migrate.lint)});
  args.emplace_back("--wait");
  return {{.name = migrate_container,
           .args = std::move(args),
           .mounts = std::move(source.mounts),
           .database = &spec.database},
          std::move(source.volumes),
          source.in_application_image};
}

Part load_part(const ProvisionSpec& spec, const SourceContext& context, std::vector<Finding>& findings) {
  Part part{{.name = load_container, .args = {"load"}, .mounts = {}, .database = &spec.database}, {}, false};
  bool downloads = false;
  for (std::size_t i = 0; i < spec.load->size(); ++i) {
    SourceMount source = mount_source((*spec.load)[i], load_volume(i), std::format("load-{}", i), context, findings);
    append(part.step.args, {"--source", std::move(source.argument)});
    append(part.step.mounts, std::move(source.mounts));
    append(part.volumes, std::move(source.volumes));
    part.in_application_image = part.in_application_image || source.in_application_image;
    downloads = downloads || source.downloaded;
  }
  part.step.args.emplace_back("--wait");
  if (!downloads) return part;
  part.step.source_secret = spec.source_secret;
  part.step.mounts.push_back(object("name", scratch_volume, "mountPath", scratch_folder));
  part.volumes.push_back(object("name", scratch_volume, "emptyDir", json::object()));
  return part;
}

// The first that can wait does: a container of its own for that would cost a second.
void wait_first(std::vector<Part>& parts, const ProvisionSpec& spec) {
  if (!spec.wait_for) return;
  if (parts.empty()) {
    Part part{{.name = wait_container, .args = {"wait"}, .mounts = {}}, {}, false};
    append_waits(part.step.args, spec, "--for");
    if (waits_for(spec, WaitFor::Kind::database)) part.step.database = &spec.database;
    parts.push_back(std::move(part));
  } else {
    append_waits(parts.front().step.args, spec, "--wait-for");
  }
  parts.front().step.needs_token = waits_for(spec, WaitFor::Kind::job);
}

// Copies the program out of our image, for the steps that run in another.
Part install_part() {
  Part part{{.name = install_container, .args = {"install", std::string(install_folder)}, .mounts = {}}, {}, false};
  part.step.mounts.push_back(object("name", program_volume, "mountPath", install_folder));
  part.volumes.push_back(object("name", program_volume, "emptyDir", json::object()));
  return part;
}

void check_token(const ProvisionSpec& spec, const json& pod_spec, std::vector<Finding>& findings) {
  const json* automount = find(pod_spec, {"automountServiceAccountToken"});
  if (!waits_for(spec, WaitFor::Kind::job) || automount == nullptr || *automount != json(false)) return;
  findings.push_back({annotations::Severity::warn,
                      annotations::Problem::conflict,
                      annotations::full_key("wait-for"),
                      {},
                      {},
                      std::format("{}wait-for: job/ reads the Job with the service account's token, but the pod has "
                                  "automountServiceAccountToken: false",
                                  annotations::prefix)});
}

std::optional<ForeignImage> foreign_image(const json* application) {
  if (application == nullptr) return std::nullopt;
  ForeignImage foreign{std::string(find_text(*application, {"image"}).value_or("")), std::nullopt};
  if (const auto policy = find_text(*application, {"imagePullPolicy"})) foreign.pull_policy = *policy;
  return foreign;
}

}  // namespace

Plan make_plan(const ProvisionSpec& spec, const json& pod_spec, std::span<const std::string_view> claim_volumes,
               const Settings& settings, std::vector<Finding>& findings) {
  const bool in_image = wants_application_image(spec);
  const json* application = find_application(pod_spec, spec.containers.container, in_image, findings);
  const auto foreign = foreign_image(application);
  const auto context = [&](std::string_view directive) {
    return SourceContext{directive, pod_spec, claim_volumes, settings};
  };

  std::vector<Part> parts;
  if (spec.migrate.source) parts.push_back(migrate_part(spec, context("migrate"), findings));
  if (spec.load) parts.push_back(load_part(spec, context("load"), findings));
  wait_first(parts, spec);
  check_token(spec, pod_spec, findings);
  for (Part& part : parts) part.step.foreign = part.in_application_image && foreign ? &*foreign : nullptr;
  if (in_image) parts.insert(parts.begin(), install_part());

  const json resources = resources_of(spec.containers, settings.resources);
  const ContainerDefaults defaults{settings.image,
                                   std::string(spec.containers.image_pull_policy.value_or(settings.image_pull_policy)),
                                   run_as_user(pod_spec, application, settings), spec.containers.log_level, resources};
  Plan plan;
  bool masked = false;
  for (Part& part : parts) {
    masked = masked || !part.step.needs_token;
    plan.containers.push_back(build_container(std::move(part.step), defaults));
    append(plan.volumes, std::move(part.volumes));
  }
  if (masked) plan.volumes.push_back(token_mask_volume());
  return plan;
}

}  // namespace chandler::core::injection
