#pragma once

#include <string>
#include <vector>

#include "cli/kubectl/age.hpp"
#include "cli/kubectl/provisions.hpp"
#include "cli/kubectl/table.hpp"

// What people see of Provisions. Pure.
namespace chandler::cli::kubectl {

struct Columns {
  bool namespaces = false;
  bool wide = false;
};

Table status_table(const Columns& columns);
Row status_row(const Provision& provision, const Columns& columns, Time now);

// One workload, told whole.
std::string status_page(const Provision& provision, const Palette& palette, Time now);

// The runs of its schedules, the newest first.
Table history_table(const Provision& provision, Time now, bool wide);

}  // namespace chandler::cli::kubectl
