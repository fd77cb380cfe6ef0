#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace chandler::cli::kubectl {

// How the program was called: "kubectl-chandler" is what kubectl runs for `kubectl chandler`.
enum class CalledAs { chandler, plugin, plugin_completion };
CalledAs called_as(std::string_view argv0);

// "Examples:" with a line for each, under the name that the person typed.
std::string examples(const CLI::App& app, std::initializer_list<std::string_view> commands);

}  // namespace chandler::cli::kubectl
