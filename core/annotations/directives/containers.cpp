#include <array>

#include "core/annotations/directives/groups.hpp"
#include "core/annotations/directives/into.hpp"
#include "core/text/names.hpp"

namespace chandler::core::annotations {
namespace {

constexpr std::array<std::string_view, 3> pull_policies{"Always", "IfNotPresent", "Never"};
constexpr std::array<std::string_view, 4> log_levels{"debug", "info", "warning", "error"};

constexpr auto containers = &ProvisionSpec::containers;

constexpr auto table = std::to_array<Directive>({
    {.name = "order",
     .group = Group::containers,
     .grammar = "auto, first, last, after=NAME or before=NAME",
     .fallback = "auto",
     .meaning =
         "Where the init containers stand among the pod's own. `auto`: behind the native sidecars that lead the list "
         "(meshes) and behind init containers that fetch secrets, before those that redirect traffic to a proxy "
         "which does not run yet.",
     .causes = "place among the init containers",
     .read = into<parse_order, containers, &ProvisionSpec::Containers::order>},
    {.name = "container",
     .group = Group::containers,
     .grammar = "name of a container of the pod",
     .fallback = "the first that is no mesh's proxy",
     .meaning = "Whose image `image:` sources come from, and whose user the init containers run as.",
     .causes = "image of image: sources, and user",
     .read = into<text::parse_label_name, containers, &ProvisionSpec::Containers::container>},
    {.name = "image-pull-policy",
     .group = Group::containers,
     .grammar = "Always, IfNotPresent or Never",
     .fallback = "the installation's",
     .meaning = "For Chandler's own image.",
     .causes = "imagePullPolicy",
     .read = into<choice<pull_policies>, containers, &ProvisionSpec::Containers::image_pull_policy>},
    {.name = "cpu-request",
     .group = Group::containers,
     .grammar = "quantity",
     .fallback = "the installation's",
     .meaning = "CPU that each injected container asks for.",
     .causes = "resources.requests.cpu",
     .read = into<text::parse_quantity, containers, &ProvisionSpec::Containers::cpu_request>},
    {.name = "cpu-limit",
     .group = Group::containers,
     .grammar = "quantity",
     .fallback = "the installation's",
     .meaning = "CPU that each injected container may use.",
     .causes = "resources.limits.cpu",
     .read = into<text::parse_quantity, containers, &ProvisionSpec::Containers::cpu_limit>},
    {.name = "memory-request",
     .group = Group::containers,
     .grammar = "quantity",
     .fallback = "the installation's",
     .meaning = "Memory that each injected container asks for.",
     .causes = "resources.requests.memory",
     .read = into<text::parse_quantity, containers, &ProvisionSpec::Containers::memory_request>},
    {.name = "memory-limit",
     .group = Group::containers,
     .grammar = "quantity",
     .fallback = "the installation's",
     .meaning = "Memory that each injected container may use.",
     .causes = "resources.limits.memory",
     .read = into<text::parse_quantity, containers, &ProvisionSpec::Containers::memory_limit>},
    {.name = "log-level",
     .group = Group::containers,
     .grammar = "debug, info, warning or error",
     .fallback = "info",
     .meaning = "How much the injected containers say.",
     .causes = "--log-level",
     .read = into<choice<log_levels>, containers, &ProvisionSpec::Containers::log_level>},
});

}  // namespace

std::span<const Directive> containers_directives() {
  return table;
}

}  // namespace chandler::core::annotations
