#include "core/injection/opt_in.hpp"

#include <format>

#include <nlohmann/json.hpp>

#include "core/annotations/keys.hpp"
#include "core/injection/document.hpp"

namespace chandler::core::injection {

using nlohmann::json;

OptIn opt_in(const json& metadata) {
  const auto value = find_text(metadata, {"labels", annotations::inject_label});
  if (!value) return OptIn::absent;
  if (*value == "true") return OptIn::yes;
  return *value == "false" ? OptIn::no : OptIn::unclear;
}

std::optional<annotations::Finding> unclear_label(const json& metadata) {
  if (opt_in(metadata) != OptIn::unclear) return std::nullopt;
  const std::string value(*find_text(metadata, {"labels", annotations::inject_label}));
  return annotations::Finding{annotations::Severity::warn,
                              annotations::Problem::label_value,
                              std::string(annotations::inject_label),
                              value,
                              "true",
                              std::format("label {}: \"{}\" is neither \"true\" nor \"false\"; nothing is injected",
                                          annotations::inject_label, value)};
}

}  // namespace chandler::core::injection
