#include "core/injection/plan.hpp"

#include <algorithm>
#include <format>
#include <iterator>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/annotations/keys.hpp"
#include "core/injection/application.hpp"
#include "core/injection/document.hpp"
#include "core/injection/executor.hpp"
#include "core/injection/names.hpp"
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

Part migrate_part(const ProvisionSpec& spec, const SourceContext& context, std::vector<Finding>& findings) {
  const ProvisionSpec::Migrate& migrate = spec.migrate;
  Part part = schema_part(migrate_container, {"migrate"}, spec, context, findings);
  Args& args = part.step.args;
  if (migrate.target) append(args, {"--target", *migrate.target});
  if (migrate.lock_timeout) append(args, {"--lock-timeout", text::to_text(*migrate.lock_timeout)});
  if (migrate.statement_timeout) append(args, {"--statement-timeout", text::to_text(*migrate.statement_timeout)});
  if (migrate.on_ahead) append(args, {"--on-ahead", std::string(*migrate.on_ahead)});
  if (migrate.lint) append(args, {"--lint", std::string(*migrate.lint)});
  args.emplace_back("--wait");
  return part;
}

Part load_part(const ProvisionSpec& spec, const SourceContext& context, std::vector<Finding>& findings) {
  Part part = data_part(load_container, "load", *spec.load, spec, context, findings);
  part.step.args.emplace_back("--wait");
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

}  // namespace

Plan make_plan(const ProvisionSpec& spec, const json& pod_spec, std::span<const std::string_view> claim_volumes,
               const Settings& settings, std::vector<Finding>& findings) {
  const bool in_image = wants_application_image(spec);
  const json* application = find_application(pod_spec, spec.containers.container, in_image, findings);
  const auto context = [&](std::string_view directive) {
    return SourceContext{directive, pod_spec, claim_volumes, settings};
  };

  std::vector<Part> parts;
  if (spec.migrate.source) parts.push_back(migrate_part(spec, context("migrate"), findings));
  if (spec.load) parts.push_back(load_part(spec, context("load"), findings));
  wait_first(parts, spec);
  check_token(spec, pod_spec, findings);
  if (spec.executor.handler) parts.push_back(executor_part(spec, pod_spec, findings));
  return assemble(std::move(parts), spec.containers, {.spec = pod_spec, .application = application}, settings);
}

}  // namespace chandler::core::injection
