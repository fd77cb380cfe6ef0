#include <array>

#include "core/annotations/directives/groups.hpp"
#include "core/annotations/directives/into.hpp"
#include "core/text/names.hpp"

namespace chandler::core::annotations {
namespace {

constexpr std::array<std::string_view, 1> cures{"restart"};

constexpr auto table = std::to_array<Directive>({
    {.name = "heal",
     .group = Group::heal,
     .grammar = "restart",
     .fallback = "they are only reported",
     .meaning = "What to do about pods that were made while the webhook was away, and so without what they ask for: "
                "evict them one at a time, as PodDisruptionBudgets allow, so that they are made anew.",
     .causes = "eviction of pods that were not injected",
     .read = into<choice<cures>, &ProvisionSpec::heal>,
     .workloads = Workloads::long_running},
});

}  // namespace

std::span<const Directive> heal_directives() {
  return table;
}

}  // namespace chandler::core::annotations
