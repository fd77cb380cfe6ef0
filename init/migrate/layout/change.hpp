#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace chandler::migrate {

// How a file was changed since its checksum was taken, where that can be told from the file alone: "only its
// line ends differ", "only comments were added"; else empty. A comment that was changed or taken away leaves
// nothing to go by. `was` says whether a text has the checksum that is looked for.
std::string harmless_change(std::string_view text, const std::function<bool(std::string_view)>& was);

}  // namespace chandler::migrate
