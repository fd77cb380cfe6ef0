#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/annotations/finding.hpp"
#include "core/annotations/source.hpp"
#include "core/injection/settings.hpp"

namespace chandler::core::injection {

// What a source may refer to.
struct SourceContext {
  std::string_view directive;  // "migrate" or "load": for findings
  const nlohmann::json& pod_spec;
  std::span<const std::string_view> claim_volumes;  // that the pod will have besides its own
  const Settings& settings;
};

// How a container comes to see a source.
struct SourceMount {
  std::string argument;  // of --source
  bool in_application_image = false;
  bool downloaded = false;              // into a folder that can be written
  std::vector<nlohmann::json> volumes;  // to add to the pod: none or one
  std::vector<nlohmann::json> mounts;   // to add to the container: none or one
};

// `volume` and `folder` (under /chandler-data): the names that the source gets. A source that cannot
// be had adds a finding of severity `refuse`.
SourceMount mount_source(const annotations::Source& source, std::string_view volume, std::string_view folder,
                         const SourceContext& context, std::vector<annotations::Finding>& findings);

// A percent-encoded text as a container's argument, in which $(NAME) and $$ mean something: %24 says the same.
std::string without_dollars(std::string_view encoded);

}  // namespace chandler::core::injection
