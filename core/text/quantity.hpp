#pragma once

#include <string>
#include <string_view>

#include "core/text/parsed.hpp"

namespace chandler::core::text {

// A Kubernetes quantity: "250m" CPU, "64Mi" of memory.
struct Quantity {
  std::string text;   // as written
  double amount = 0;  // in cores or bytes, to compare with
};

// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/; positive ones only.
Parsed<Quantity> parse_quantity(std::string_view text);

}  // namespace chandler::core::text
