#pragma once

#include <cstddef>
#include <string_view>

namespace chandler::platform::yaml {

// How many documents a text holds; no more than `most` are looked for. Of a token that begins nothing, such as a lone
// comma, yaml-cpp makes empty documents without end, and all at one place: that is an error here, before anything
// else reads the text. Throws YAML::Exception, as yaml-cpp does, for what is no YAML.
std::size_t count_documents(std::string_view text, std::size_t most);

}  // namespace chandler::platform::yaml
