#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/manifest/stream.hpp"
#include "core/annotations/finding.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

// What `inject`, `uninject` and `explain` share.
namespace chandler::cli {

struct ManifestFlags {
  std::vector<std::string> files;
  std::string output;  // "yaml", "json" or empty: that of the input
};

CLI::Option* add_file_flag(CLI::App& command, ManifestFlags& flags);
void add_output_flag(CLI::App& command, ManifestFlags& flags);

// All the files' streams; nullopt, with the error logged, when one cannot be read.
std::optional<std::vector<manifest::Stream>> read_streams(const ManifestFlags& flags);

void write_streams(const std::vector<manifest::Stream>& streams, const ManifestFlags& flags);

// Logs a finding; `object` is "Deployment/menu".
void log_finding(const std::string& object, const core::annotations::Finding& finding);

}  // namespace chandler::cli
