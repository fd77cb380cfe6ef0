#include "cli/commands/manifest_flags.hpp"

#include <format>
#include <iostream>

#include <CLI/CLI.hpp>

#include "cli/manifest/input.hpp"
#include "platform/log/log.hpp"

namespace chandler::cli {

using core::annotations::Finding;
using core::annotations::Severity;

void add_file_flag(CLI::App& command, ManifestFlags& flags) {
  command
      .add_option("-f,--filename", flags.files, "file of YAML or JSON manifests, - for standard input; may be repeated")
      ->required()
      ->type_name("FILE");
}

void add_output_flag(CLI::App& command, ManifestFlags& flags) {
  command.add_option("-o,--output", flags.output, "yaml or json; default: as the input")
      ->check(CLI::IsMember({"yaml", "json"}));
}

void add_injection_flags(CLI::App& command, InjectionFlags& flags) {
  flags.image = std::string("chandler:") + CHANDLER_VERSION;
  flags.pull_policy = "IfNotPresent";
  flags.run_as_user = "numeric";
  command.add_option("--image", flags.image, "image of the injected containers")
      ->envname("CHANDLER_IMAGE")
      ->capture_default_str();
  command.add_option("--image-pull-policy", flags.pull_policy, "Always, IfNotPresent or Never")
      ->check(CLI::IsMember({"Always", "IfNotPresent", "Never"}))
      ->envname("CHANDLER_IMAGE_PULL_POLICY")
      ->capture_default_str();
  command
      .add_option("--run-as-user", flags.run_as_user, "numeric, or leave-out where the cluster assigns one (OpenShift)")
      ->check(CLI::IsMember({"numeric", "leave-out"}))
      ->envname("CHANDLER_RUN_AS_USER")
      ->capture_default_str();
  command.add_flag("--image-volumes", flags.image_volumes, "the cluster has image volumes (oci: sources)")
      ->envname("CHANDLER_IMAGE_VOLUMES");
}

core::injection::Settings settings_of(const InjectionFlags& flags) {
  core::injection::Settings settings;
  settings.image = flags.image;
  settings.image_pull_policy = flags.pull_policy;
  settings.run_as_user =
      flags.run_as_user == "numeric" ? core::injection::RunAsUser::numeric : core::injection::RunAsUser::leave_out;
  settings.cluster.image_volumes = flags.image_volumes;
  return settings;
}

std::optional<std::vector<manifest::Stream>> read_streams(const ManifestFlags& flags) {
  std::vector<manifest::Stream> streams;
  for (const std::string& file : flags.files) {
    auto stream = manifest::read_file(file);
    if (!stream) {
      platform::log::error("manifest_unreadable", core::describe(stream.error()),
                           {{"code", stream.error().code}, {"where", stream.error().where}});
      return std::nullopt;
    }
    streams.push_back(std::move(*stream));
  }
  return streams;
}

void write_streams(const std::vector<manifest::Stream>& streams, const ManifestFlags& flags) {
  bool separate = false;
  for (const manifest::Stream& stream : streams) {
    const manifest::Format format = flags.output.empty()     ? stream.format
                                    : flags.output == "json" ? manifest::Format::json
                                                             : manifest::Format::yaml;
    const std::string text = manifest::write_stream(stream, format);
    if (separate && format == manifest::Format::yaml && !text.starts_with("---")) std::cout << "---\n";
    std::cout << text;
    separate = true;
  }
}

void log_finding(const std::string& object, const Finding& finding) {
  std::string message = std::format("{}: {}", object, finding.message);
  if (!finding.nearest.empty()) message += std::format("; did you mean \"{}\"?", finding.nearest);
  const bool refuses = finding.severity == Severity::refuse;
  platform::log::write(refuses ? platform::log::Level::error : platform::log::Level::warning,
                       refuses ? "injection_refused" : "injection_finding", message,
                       {{"object", object}, {"key", finding.key}, {"problem", id_of(finding.problem)}});
}

}  // namespace chandler::cli
