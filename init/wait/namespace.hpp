#pragma once

#include <string>

#include "init/wait/probe.hpp"

namespace chandler::wait {

// The pod's namespace: CHANDLER_NAMESPACE, else the service account's file, else "".
std::string own_namespace(const Surroundings& surroundings);

}  // namespace chandler::wait
