# Debian's packages, listed in toolchain/packages.
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Boost 1.83 CONFIG REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(libpq REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(libpqxx REQUIRED IMPORTED_TARGET libpqxx)
pkg_check_modules(httplib REQUIRED IMPORTED_TARGET cpp-httplib)

# A short command spends most of its time on loading libraries: what the distribution has as an archive, or
# as headers only, is linked in. OpenSSL is not, since libpq loads it anyway.
function(chandler_archive name header archive)
  find_path(${name}_INCLUDE ${header} REQUIRED)
  find_library(${name}_ARCHIVE ${archive} REQUIRED)
  add_library(${name} INTERFACE)
  target_include_directories(${name} SYSTEM INTERFACE ${${name}_INCLUDE})
  target_link_libraries(${name} INTERFACE ${${name}_ARCHIVE})
endfunction()
chandler_archive(pg_query pg_query.h libpg_query.a)
chandler_archive(yaml yaml-cpp/yaml.h libyaml-cpp.a)
chandler_archive(simdjson simdjson.h libsimdjson_static.a)
chandler_archive(zlib zlib.h libz.a)
chandler_archive(zstd zstd.h libzstd.a)

# A header of 10,000 lines for each command, else.
add_library(cli11 STATIC ${CMAKE_CURRENT_LIST_DIR}/precompiled/cli11.cpp)
target_compile_definitions(cli11 PUBLIC CLI11_COMPILE)
target_link_libraries(cli11 PUBLIC CLI11::CLI11)

add_library(logging INTERFACE)
target_compile_definitions(logging INTERFACE SPDLOG_FMT_EXTERNAL)
target_link_libraries(logging INTERFACE fmt::fmt-header-only)

add_library(json INTERFACE)
target_link_libraries(json INTERFACE nlohmann_json::nlohmann_json)
target_compile_definitions(json INTERFACE JSON_USE_IMPLICIT_CONVERSIONS=0)

if(CHANDLER_TESTS)
  find_package(Catch2 3 REQUIRED)
  include(Catch)
endif()
