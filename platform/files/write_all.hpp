#pragma once

#include <string_view>
#include <system_error>

namespace chandler::platform {

// Writes to a blocking descriptor, however many calls that takes. What was written before an error stays.
std::error_code write_all(int fd, std::string_view bytes);

}  // namespace chandler::platform
