#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/annotations/finding.hpp"
#include "core/error.hpp"
#include "core/injection/settings.hpp"

// What `annotate` would change, and what the webhook would say to it. Pure.
namespace chandler::cli::kubectl {

// Values by full key; nullopt takes one away.
using AnnotationChanges = std::map<std::string, std::optional<std::string>, std::less<>>;

// KEY=VALUE, or KEY- to take it away; chandler.dev/ before the key may be left out. Fails as wrong usage, with the
// nearest key for one that does not exist.
core::Expected<AnnotationChanges> parse_changes(const std::vector<std::string>& words);

struct AnnotatePlan {
  struct Line {
    char sign = '~';   // '+' new, '-' gone, '~' another value
    std::string what;  // "label", "annotation"
    std::string key;
    std::string before;
    std::string now;
  };
  std::vector<Line> lines;         // empty: all is as it was asked for
  nlohmann::json patch;            // RFC 7386, of the metadata alone, and only of the object as it was seen
  std::vector<std::string> steps;  // our init containers that its pods then get
  std::vector<core::annotations::Finding> findings;
  bool refused = false;   // the webhook would not let it pass
  bool labelled = false;  // afterwards; else nothing happens yet
};

// `opt_in`: the label comes with it.
AnnotatePlan plan_changes(const nlohmann::json& object, std::string_view kind, const AnnotationChanges& changes,
                          bool opt_in, const core::injection::Settings& settings);

// "+ annotation  chandler.dev/migrate: configmap:menu", a line each.
std::string to_text(const AnnotatePlan::Line& line);

}  // namespace chandler::cli::kubectl
