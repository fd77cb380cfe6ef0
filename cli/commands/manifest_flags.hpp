#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/manifest/stream.hpp"
#include "core/annotations/finding.hpp"
#include "core/injection/settings.hpp"

namespace CLI {
class App;
}

// What `inject`, `uninject` and `explain` share.
namespace chandler::cli {

struct ManifestFlags {
  std::vector<std::string> files;
  std::string output;  // "yaml", "json" or empty: that of the input
};

struct InjectionFlags {
  std::string image;
  std::string pull_policy;
  std::string run_as_user;
  bool image_volumes = false;
};

void add_file_flag(CLI::App& command, ManifestFlags& flags);
void add_output_flag(CLI::App& command, ManifestFlags& flags);
void add_injection_flags(CLI::App& command, InjectionFlags& flags);

core::injection::Settings settings_of(const InjectionFlags& flags);

// All the files' streams; nullopt, with the error logged, when one cannot be read.
std::optional<std::vector<manifest::Stream>> read_streams(const ManifestFlags& flags);

void write_streams(const std::vector<manifest::Stream>& streams, const ManifestFlags& flags);

// Logs a finding; `object` is "Deployment/menu".
void log_finding(const std::string& object, const core::annotations::Finding& finding);

}  // namespace chandler::cli
