#include "cli/object_key_flag.hpp"

#include <format>

#include "cli/flag_error.hpp"

namespace chandler::cli {

core::Expected<platform::kubernetes::objects::ObjectKey> read_object_key(const std::string& flag,
                                                                         const std::string& text,
                                                                         std::string_view kind) {
  const std::size_t slash = text.find('/');
  if (slash == 0 || slash == std::string::npos || slash + 1 == text.size()) {
    return wrong_flag(flag, std::format("'{}' names no {}", text, kind), "give NAMESPACE/NAME");
  }
  return platform::kubernetes::objects::ObjectKey{.namespace_name = text.substr(0, slash),
                                                  .name = text.substr(slash + 1)};
}

}  // namespace chandler::cli
