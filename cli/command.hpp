#pragma once

#include <functional>
#include <stop_token>

#include "platform/process/environment.hpp"

namespace CLI {
class App;
}

namespace chandler::cli {

// What a command gets from main. Owned by main, outlives every command.
struct Process {
  platform::Environment environment;
  std::stop_token stop;  // SIGTERM or SIGINT
};

// A command's body: runs after all flags were parsed, returns the exit code.
using Body = std::function<int(const Process&)>;

// Each command declares its flags on `app` and stores its body in `chosen` from the sub-command's
// callback: app.add_subcommand("wait", …)->callback([&chosen, options] { chosen = …; }).
// One function a file in cli/commands/; cli/commands.cpp lists them all.
using AddCommand = void (*)(CLI::App& app, Body& chosen);

}  // namespace chandler::cli
