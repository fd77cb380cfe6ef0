#include "cli/commands/manifest_flags.hpp"

#include <format>
#include <iostream>

#include <CLI/CLI.hpp>

#include "cli/manifest/input.hpp"
#include "platform/log/log.hpp"

namespace chandler::cli {

using core::annotations::Finding;
using core::annotations::Severity;

CLI::Option* add_file_flag(CLI::App& command, ManifestFlags& flags) {
  return command
      .add_option("-f,--filename", flags.files, "file of YAML or JSON manifests, - for standard input; may be repeated")
      ->required()
      ->type_name("FILE");
}

void add_output_flag(CLI::App& command, ManifestFlags& flags) {
  command.add_option("-o,--output", flags.output, "yaml or json; default: as the input")
      ->check(CLI::IsMember({"yaml", "json"}));
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
