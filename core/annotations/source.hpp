#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/parsed.hpp"

namespace chandler::core::annotations {

// Where migrations or data come from.
struct Source {
  enum class Kind : std::uint8_t { config_map, secret, image, volume, oci, https, postgres };

  Kind kind = Kind::config_map;
  std::string name;  // the ConfigMap, Secret, volume or image reference; empty for image: and https:
  std::string path;  // KEY, /PATH, SUBPATH, the whole URL, or what follows its ?; empty: all of it
};

// configmap:NAME[/KEY], secret:NAME[/KEY], image:/PATH, volume:NAME[/SUBPATH], oci:REFERENCE[//PATH],
// https://…[#sha256=…], postgres:SECRET?table=… or ?query=…&into=TABLE.
text::Parsed<Source> parse_source(std::string_view text);

// A source of SQL: not https: and not postgres:, which bring only data.
text::Parsed<Source> parse_migrations_source(std::string_view text);

// One or more, separated by commas.
text::Parsed<std::vector<Source>> parse_sources(std::string_view text);

// "ConfigMap menu, key food.csv": for a person. Of an address without its query, which may hold a signature.
std::string describe(const Source& source);

}  // namespace chandler::core::annotations
