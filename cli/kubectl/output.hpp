#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace CLI {
class App;
}

namespace chandler::cli::kubectl {

// kubectl's -o.
struct OutputFlag {
  std::string format;  // "", "wide", "json", "yaml", "name"

  bool wide() const { return format == "wide"; }
  bool name() const { return format == "name"; }
  bool machine() const { return format == "json" || format == "yaml"; }
};

// `wide`, `name`: whether the command has these, too.
struct OutputChoices {
  bool wide = true;
  bool name = true;
};
void add_output_flag(CLI::App& command, OutputFlag& flag, OutputChoices choices = {});

// An object as -o json or yaml asks for it, with its keys in their order.
std::string to_text(const nlohmann::json& object, const OutputFlag& flag);
std::string to_text(const nlohmann::ordered_json& object, const OutputFlag& flag);

// As kubectl prints several: a List.
nlohmann::ordered_json list_of(const nlohmann::json& items);

}  // namespace chandler::cli::kubectl
