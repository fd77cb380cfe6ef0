#include "tests/support/places.hpp"

#include <cstdlib>

namespace chandler::tests {

const std::filesystem::path& source_dir() {
  static const std::filesystem::path path = CHANDLER_SOURCE_DIR;
  return path;
}

const std::string& chandler_program() {
  static const std::string path = [] {
    const char* const named = std::getenv("CHANDLER_PROGRAM");
    return std::string(named != nullptr ? named : CHANDLER_PROGRAM);
  }();
  return path;
}

}  // namespace chandler::tests
