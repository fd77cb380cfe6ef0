#pragma once

#include <cstdint>
#include <filesystem>

#include "core/error.hpp"

namespace chandler::install {

struct Installed {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
};

// Copies the program with all that it needs to run in a foreign image from `from` into `to`, which is
// made where it is missing: bin/chandler, every file of lib/ (the loader also as lib/ld.so, so that no
// one has to know its name) and etc/ca.crt. Modes are kept. A file is written beside and renamed, so it
// is there whole or not at all, and a second run replaces the first's. Errors: install.not_complete
// (problem) when `from` is not laid out so; install.failed, which says what could not be written and why.
core::Expected<Installed> install(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace chandler::install
