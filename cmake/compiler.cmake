# Language, warnings, sanitizers. Warnings are errors for our own sources only.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG -ffunction-sections -fdata-sections")
# -O0: the tests are short, and compiling is what takes the time.
set(CMAKE_CXX_FLAGS_SANITIZE "-O0 -g1 -fno-omit-frame-pointer")

add_library(chandler_compiler INTERFACE)
target_include_directories(chandler_compiler INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(chandler_compiler INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual
  # Designated initializers that leave the rest at their defaults are meant.
  -Wno-missing-field-initializers -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_BUILD_TYPE STREQUAL "Sanitize")
  # GCC's flow warnings report false positives in sanitized code.
  target_compile_options(chandler_compiler INTERFACE -Wno-maybe-uninitialized)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_BUILD_TYPE STREQUAL "Release")
  # Of std::string in precompiled headers GCC 14 tells, wrongly, that its own buffer is overrun. The address sanitizer
  # sees what is true of it.
  target_compile_options(chandler_compiler INTERFACE -Wno-array-bounds -Wno-stringop-overflow -Wno-restrict)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CHANDLER_SANITIZE MATCHES thread)
  # Asio has fences beside its locks; the sanitizer knows the locks only, and GCC refuses the fences.
  target_compile_definitions(chandler_compiler INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
endif()
target_compile_definitions(chandler_compiler INTERFACE CHANDLER_VERSION="${PROJECT_VERSION}")

if(CHANDLER_SANITIZE)
  add_compile_options(-fsanitize=${CHANDLER_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${CHANDLER_SANITIZE})
endif()
if(CHANDLER_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()
if(CHANDLER_FUZZ)
  add_compile_options(-O1 -fsanitize=fuzzer-no-link)
endif()

# The standard library and Catch2 are parsed once, not in every file: a third of the time. clang-tidy goes without
# (CHANDLER_LINT), so that a file that lacks an include is noticed. Libraries and programs are compiled differently
# (-fPIC, -fPIE), so each has a header of its own.
if(NOT CHANDLER_FUZZ AND NOT CHANDLER_LINT)
  set(CHANDLER_PRECOMPILED
      <algorithm> <array> <atomic> <chrono> <cstddef> <cstdint> <expected> <filesystem> <format> <functional> <map> <memory>
      <mutex> <optional> <ranges> <span> <stop_token> <string> <string_view> <thread> <utility> <vector>
      ${CMAKE_CURRENT_LIST_DIR}/precompiled/format_once.hpp)
  add_compile_options(-fpch-preprocess) # for ccache
  add_library(chandler_format_once STATIC ${CMAKE_CURRENT_LIST_DIR}/precompiled/format_once.cpp)
  target_link_libraries(chandler_compiler INTERFACE chandler_format_once)
  file(CONFIGURE OUTPUT precompiled.cpp CONTENT "int main() {}\n")
  add_library(chandler_precompiled_library OBJECT ${CMAKE_CURRENT_BINARY_DIR}/precompiled.cpp)
  target_link_libraries(chandler_precompiled_library PRIVATE chandler_compiler)
  target_precompile_headers(chandler_precompiled_library PRIVATE ${CHANDLER_PRECOMPILED})
  if(CHANDLER_TESTS)
    add_executable(chandler_precompiled_test ${CMAKE_CURRENT_BINARY_DIR}/precompiled.cpp)
    target_link_libraries(chandler_precompiled_test PRIVATE chandler_compiler Catch2::Catch2)
    target_precompile_headers(chandler_precompiled_test PRIVATE ${CHANDLER_PRECOMPILED} <catch2/catch_test_macros.hpp>)
  endif()
endif()
function(chandler_precompile name kind)
  if(TARGET chandler_precompiled_${kind})
    target_precompile_headers(${name} REUSE_FROM chandler_precompiled_${kind})
  endif()
endfunction()

# chandler_library(NAME SOURCES… LINKS…): one static library a folder, linked by the program and its tests.
function(chandler_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINKS" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE chandler_compiler PUBLIC ${arg_LINKS})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  chandler_precompile(${name} library)
endfunction()

add_custom_target(threads)
# chandler_test(NAME LABEL [THREADS] [PROGRAM] SOURCES… LINKS…): one Catch2 program. PROGRAM: it runs `chandler`.
# THREADS: it is also for the thread sanitizer: label and target `threads`. ctest runs it test by test, but for
# integration: there a program's tests share servers that take a second to start.
function(chandler_test name label)
  cmake_parse_arguments(arg "THREADS;PROGRAM" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE chandler_compiler ${arg_LINKS} chandler_test_places Catch2::Catch2WithMain)
  chandler_precompile(${name} test)
  if(arg_PROGRAM)
    add_dependencies(${name} chandler)
  endif()
  if(arg_THREADS)
    list(APPEND label threads)
    add_dependencies(threads ${name})
  endif()
  if(integration IN_LIST label)
    add_test(NAME ${name} COMMAND ${name})
    # COST: these begin first. A program of quick tests behind a long one costs nothing, the other way round it does.
    set_tests_properties(${name} PROPERTIES LABELS "${label}" TIMEOUT 1500 COST 100)
  else()
    string(REPLACE ";" "-" label_text "${label}") # unit-threads: Catch2's script takes one label, ctest a part of it
    catch_discover_tests(${name} DISCOVERY_MODE PRE_TEST PROPERTIES LABELS "${label_text}" TIMEOUT 300)
  endif()
endfunction()
