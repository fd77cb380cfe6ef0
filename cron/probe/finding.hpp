#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "cron/probe/severity.hpp"

namespace chandler::probe {

struct Figure {
  std::string name;  // with its unit: "age_transactions", "size_bytes"
  std::variant<std::int64_t, double, std::string> value;

  bool operator==(const Figure&) const = default;
};

// What a check has to say of one object.
struct Finding {
  std::string id;  // "sequences.near_end": what scripts and metrics go by; it never changes
  Severity severity = Severity::problem;
  std::string object;  // "sequence public.food_item_id_seq"; empty: the database as a whole
  std::vector<Figure> figures;
  std::string meaning;  // one sentence: what is so, and what that leads to
  std::string remedy;   // what to do, with the command where there is one; empty: nothing

  bool operator==(const Finding&) const = default;
};

using Findings = std::vector<Finding>;

}  // namespace chandler::probe
