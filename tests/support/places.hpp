#pragma once

#include <filesystem>
#include <string>

// Where a test finds what is not compiled into it. Only places.cpp knows the checkout's path, so that a compiler
// cache serves every checkout.
namespace chandler::tests {

const std::filesystem::path& source_dir();  // the checkout

// The program built beside the tests, or the one that CHANDLER_PROGRAM in the environment names. A test that runs it
// says PROGRAM in its CMakeLists.txt, so that it is there.
const std::string& chandler_program();

}  // namespace chandler::tests
