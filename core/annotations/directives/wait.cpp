#include <array>

#include "core/annotations/directives/groups.hpp"
#include "core/annotations/directives/into.hpp"

namespace chandler::core::annotations {
namespace {

constexpr auto table = std::to_array<Directive>({
    {.name = "wait-for",
     .group = Group::wait,
     .grammar = "one or more, with commas between: job/NAME, service/NAME:PORT, tcp:HOST:PORT, http(s)://…, database",
     .meaning =
         "What has to be there before anything else of Chandler's. `job/` reads the Job with the pod's own service "
         "account.",
     .causes = "the first of chandler-migrate and chandler-load waits, else init container chandler-wait",
     .read = into<parse_wait_list, &ProvisionSpec::wait_for>,
     .on_bad = Severity::refuse,
     .task = true},
});

}  // namespace

std::span<const Directive> wait_directives() {
  return table;
}

}  // namespace chandler::core::annotations
