#pragma once

#include <string>

namespace chandler::execute {

// A random one (RFC 9562, version 4), by the system's random numbers.
std::string random_uuid();

}  // namespace chandler::execute
