#include "cli/kubectl/output.hpp"

#include <format>
#include <set>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/manifest/writer.hpp"

namespace chandler::cli::kubectl {

using nlohmann::json;
using nlohmann::ordered_json;

void add_output_flag(CLI::App& command, OutputFlag& flag, OutputChoices choices) {
  std::set<std::string> formats{"json", "yaml"};
  if (choices.wide) formats.insert("wide");
  if (choices.name) formats.insert("name");
  std::string names;
  for (const std::string& format : formats) names += std::format("{}{}", names.empty() ? "" : ", ", format);
  command.add_option("-o,--output", flag.format, names + "; default: a table for people")
      ->type_name("FORMAT")
      ->check(CLI::IsMember(formats));
}

std::string to_text(const ordered_json& object, const OutputFlag& flag) {
  const manifest::Node node = manifest::from_json(object);
  return flag.format == "yaml" ? manifest::to_yaml(node) : manifest::to_json_text(node);
}

std::string to_text(const json& object, const OutputFlag& flag) {
  const manifest::Node node = manifest::from_json(object);
  return flag.format == "yaml" ? manifest::to_yaml(node) : manifest::to_json_text(node);
}

ordered_json list_of(const json& items) {
  return {{"apiVersion", "v1"}, {"kind", "List"}, {"metadata", ordered_json::object()}, {"items", items}};
}

}  // namespace chandler::cli::kubectl
