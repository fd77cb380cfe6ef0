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
    {.name = "source-secret",
     .group = Group::load,
     .grammar = "name of a Secret",
     .meaning =
         "What `https:` sources ask for: a Secret with the key `token` (a bearer's) or `username` and `password`, "
         "and `ca.crt` for a server of a private authority. Each key is optional.",
     .causes = "CHANDLER_SOURCE_TOKEN, _USERNAME, _PASSWORD and _CA from this Secret's keys",
     .read = into<text::parse_object_name, &ProvisionSpec::source_secret>,
     .on_bad = Severity::refuse,
     .needs = "load",
     .or_needs = "refresh"},
});

}  // namespace

std::span<const Directive> load_directives() {
  return table;
}

}  // namespace chandler::core::annotations
