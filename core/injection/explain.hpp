#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/annotations/finding.hpp"
#include "core/annotations/spec.hpp"
#include "core/injection/reason.hpp"
#include "core/injection/settings.hpp"

namespace chandler::core::injection {

struct ExplainedKey {
  std::string key;
  std::string value;
  std::string origin;  // "pod", "workload", "template", "workload and template"
  std::string causes;
  std::vector<annotations::Finding> findings;
};

struct ExplainedContainer {
  std::string name;
  bool ours = false;
};

struct Explanation {
  Reason reason = Reason::not_labelled;
  std::vector<ExplainedKey> keys;              // the label first, then the annotations that count, by name
  std::vector<ExplainedContainer> containers;  // all init containers after injection, in their order
  std::vector<ExplainedContainer> beside;      // all other containers
  std::vector<annotations::Finding> other;     // findings about no key that stands on the object
  annotations::ProvisionSpec spec;             // of a labelled workload, else empty
};

// Puts a finding to the key it is about.
void add(Explanation& explanation, annotations::Finding finding);

// What the annotations of one object cause, where each came from, and what is wrong with them.
Explanation explain(const nlohmann::json& object, std::string_view kind, std::string_view namespace_name,
                    const Settings& settings);

}  // namespace chandler::core::injection
