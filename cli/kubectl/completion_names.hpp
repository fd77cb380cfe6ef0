#pragma once

#include "cli/command.hpp"
#include "cli/kubectl/complete.hpp"

namespace chandler::cli::kubectl {

// Names out of the kubeconfig and the cluster, in a second or so: a shell waits for them.
Names names_of_cluster(const Process& process);

}  // namespace chandler::cli::kubectl
