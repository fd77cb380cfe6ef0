#pragma once

#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/annotations/finding.hpp"
#include "core/annotations/read.hpp"

namespace chandler::core::injection {

// What the annotations on a labelled pod ask for. Adds findings about keys, values, and a label that nothing
// follows from.
annotations::Reading read_pod_request(const nlohmann::json& metadata, annotations::Where where,
                                      std::vector<annotations::Finding>& findings);

struct WorkloadMetadata {
  std::string_view kind;
  const nlohmann::json& own;
  const nlohmann::json& pod_template;  // with what is copied into it
};

// The same of a workload: what its pods get is read from the template, what runs on a schedule from its own
// metadata, which has to carry the label for that.
annotations::Reading read_workload_request(const WorkloadMetadata& metadata, annotations::Where where,
                                           std::vector<annotations::Finding>& findings);

}  // namespace chandler::core::injection
