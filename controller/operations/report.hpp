#pragma once

#include <string>

#include "platform/kubernetes/objects/pod.hpp"

namespace chandler::controller::operations {

// What a container that ended has to tell, as a sentence: the report in its termination message (core::Report), else
// its exit code and why the kubelet ended it. Pure.
std::string summary_of(const platform::kubernetes::objects::Container& container);

}  // namespace chandler::controller::operations
