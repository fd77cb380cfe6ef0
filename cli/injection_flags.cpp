#include "cli/injection_flags.hpp"

#include <format>
#include <limits>

#include <CLI/CLI.hpp>

#include "core/text/number.hpp"

namespace chandler::cli {
namespace {

using core::injection::RunAsUser;
using core::injection::Settings;

void set_user(Settings& settings, const std::string& text) {
  const Settings defaults;
  settings.run_as_user = text == "none" ? RunAsUser::leave_out : RunAsUser::numeric;
  settings.fallback_user = defaults.fallback_user;
  if (text == "none" || text == "auto") return;
  const auto user = core::text::parse_whole(text, 1, std::numeric_limits<std::int32_t>::max());
  if (!user) {
    throw CLI::ValidationError("--run-as-user",
                               std::format("'{}' is no user: give auto, none, or a number above 0", text));
  }
  settings.fallback_user = *user;
}

}  // namespace

Settings default_injection_settings() {
  return {.image = "chandler:" CHANDLER_VERSION};
}

void add_injection_flags(CLI::App& command, Settings& settings) {
  command.add_option("--image", settings.image, "Image of the injected containers")
      ->envname("CHANDLER_IMAGE")
      ->capture_default_str();
  command.add_option("--image-pull-policy", settings.image_pull_policy, "Always, IfNotPresent or Never")
      ->envname("CHANDLER_IMAGE_PULL_POLICY")
      ->check(CLI::IsMember({"Always", "IfNotPresent", "Never"}))
      ->capture_default_str();
  command
      .add_option_function<std::string>(
          "--run-as-user", [&settings](const std::string& text) { set_user(settings, text); },
          "User of the injected containers where the pod names none: auto (65532), a number, or none (OpenShift)")
      ->envname("CHANDLER_RUN_AS_USER")
      ->default_str("auto");
  const auto quantity = [&](const char* flag, const char* variable, std::string& value, const char* what) {
    command.add_option(flag, value, what)->envname(variable)->capture_default_str();
  };
  quantity("--default-cpu-request", "CHANDLER_DEFAULT_CPU_REQUEST", settings.resources.cpu_request,
           "Where no annotation says otherwise");
  quantity("--default-cpu-limit", "CHANDLER_DEFAULT_CPU_LIMIT", settings.resources.cpu_limit, "The same");
  quantity("--default-memory-request", "CHANDLER_DEFAULT_MEMORY_REQUEST", settings.resources.memory_request,
           "The same");
  quantity("--default-memory-limit", "CHANDLER_DEFAULT_MEMORY_LIMIT", settings.resources.memory_limit, "The same");
  command
      .add_flag("--image-volumes", settings.cluster.image_volumes, "The cluster has image volumes: allow oci: sources")
      ->envname("CHANDLER_IMAGE_VOLUMES");
}

}  // namespace chandler::cli
