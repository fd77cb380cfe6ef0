#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "platform/kubernetes/objects/metadata.hpp"

namespace chandler::cli {

// NAMESPACE/NAME; `kind` is for the message. Fails as wrong usage.
core::Expected<platform::kubernetes::objects::ObjectKey> read_object_key(const std::string& flag,
                                                                         const std::string& text,
                                                                         std::string_view kind);

}  // namespace chandler::cli
