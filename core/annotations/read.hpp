#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/annotations/finding.hpp"
#include "core/annotations/registry.hpp"
#include "core/annotations/spec.hpp"

namespace chandler::core::annotations {

// One annotation or label; borrows from the object it stands on.
struct Entry {
  std::string_view key;
  std::string_view value;
};

struct Reading {
  ProvisionSpec spec;             // what is within grammar
  std::vector<Finding> findings;  // all that is not, in the order of the annotations
  bool any_directive = false;     // at least one registered key
  bool any_task = false;          // at least one that asks for work by itself
};

// Annotations to a typed spec. Keys that are not registered are skipped; check_keys finds those.
Reading read(std::span<const Entry> annotations, Where where);

// Keys that look like ours and are not: unknown ones, ones under a mistyped prefix, directives written
// as labels, the label written as an annotation.
std::vector<Finding> check_keys(std::span<const Entry> annotations, std::span<const Entry> labels);

}  // namespace chandler::core::annotations
