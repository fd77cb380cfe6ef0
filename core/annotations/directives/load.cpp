#include <array>

#include "core/annotations/directives/grammar.hpp"
#include "core/annotations/directives/groups.hpp"
#include "core/annotations/directives/into.hpp"

namespace chandler::core::annotations {
namespace {

constexpr auto table = std::to_array<Directive>({
    {.name = "load",
     .group = Group::load,
     .grammar = data_grammar,
     .meaning = "Data sets: each file is a table (`food_item.csv`). Loaded before the pod's own containers start; an "
                "unchanged file costs one query.",
     .causes = "init container chandler-load",
     .read = into<parse_sources, &ProvisionSpec::load>,
     .on_bad = Severity::refuse,
     .task = true},
});

}  // namespace

std::span<const Directive> load_directives() {
  return table;
}

}  // namespace chandler::core::annotations
