#pragma once

#include <string>

namespace chandler::core::annotations {

// The registry as a page for people (docs/annotations.md is the Markdown one), or for programs.
std::string reference_text();
std::string reference_markdown();
std::string reference_json();

}  // namespace chandler::core::annotations
