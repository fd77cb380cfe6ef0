#pragma once

#include <string>

#include <yaml-cpp/yaml.h>

#include "dataset/description/fields.hpp"

// Reads one value of load.yaml into its type. Only for parse.cpp and value.cpp: both throw Refused where the
// value is not of the type's grammar, as yaml-cpp throws, and parse() catches both.
namespace chandler::dataset::description {

struct Refused {
  core::Error error;
};

Mark mark_of(const YAML::Node& node);

// "found a list": for the second half of a message.
std::string found(const YAML::Node& node);

[[noreturn]] void refuse(const YAML::Node& at, std::string message, std::string_view hint = {});

void read(const YAML::Node& node, std::string& into);
void read(const YAML::Node& node, std::optional<std::string>& into);
void read(const YAML::Node& node, bool& into);
void read(const YAML::Node& node, std::optional<bool>& into);
void read(const YAML::Node& node, std::int64_t& into);
void read(const YAML::Node& node, std::optional<std::int64_t>& into);
void read(const YAML::Node& node, std::optional<char>& into);
void read(const YAML::Node& node, std::optional<Mode>& into);
void read(const YAML::Node& node, std::optional<FileFormat>& into);
void read(const YAML::Node& node, std::optional<core::text::Percentage>& into);
void read(const YAML::Node& node, std::optional<std::chrono::milliseconds>& into);
void read(const YAML::Node& node, std::vector<std::string>& into);
void read(const YAML::Node& node, std::vector<EntryColumn>& into);  // parse.cpp
void read(const YAML::Node& node, std::vector<Entry>& into);

}  // namespace chandler::dataset::description
