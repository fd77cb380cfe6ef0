#include "cli/run.hpp"

int main(int argc, char** argv) {
  return chandler::cli::run(argc, argv);
}
