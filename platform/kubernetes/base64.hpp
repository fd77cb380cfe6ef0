#pragma once

#include <optional>
#include <string>
#include <string_view>

// Kubernetes' JSON carries bytes in base64 with padding (RFC 4648, section 4).
namespace chandler::platform::kubernetes {

std::string base64(std::string_view bytes);

// White space is allowed anywhere, as YAML folds long values. Nullopt: not base64.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace chandler::platform::kubernetes
