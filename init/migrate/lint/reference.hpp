#pragma once

#include <string>

namespace chandler::migrate::lint {

// The rules for a person at a terminal, and as the parts of docs/lint.md that are generated.
std::string rules_text();
std::string rules_markdown();
std::string peers_markdown();

}  // namespace chandler::migrate::lint
