#pragma once

namespace chandler::cli {

// The whole program: parses the command line, runs the chosen command, returns the exit code.
int run(int argc, char** argv);

}  // namespace chandler::cli
