# chandler_embed(NAME NAMESPACE N HEADER PATH FILES…): text files as constants of a library, each with the SHA-256 of its
# content. Include PATH for N::assets(). Anew whenever one of them changes.
function(chandler_embed name)
  cmake_parse_arguments(arg "" "NAMESPACE;HEADER" "FILES" ${ARGN})
  set(folder ${CMAKE_BINARY_DIR}/embedded)
  set(files ${arg_FILES})
  list(TRANSFORM files PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  string(REPLACE "." "_" source ${arg_HEADER})
  file(CONFIGURE OUTPUT ${folder}/${arg_HEADER} @ONLY CONTENT [[
#pragma once

#include <span>
#include <string_view>

namespace @arg_NAMESPACE@ {

struct Asset {
  std::string_view name;  // of its file, below the folder that lists it
  std::string_view content;
  std::string_view digest;  // SHA-256, in hexadecimal
};

std::span<const Asset> assets();

}  // namespace @arg_NAMESPACE@
]])
  add_custom_command(
    OUTPUT ${folder}/${source}.cpp
    COMMAND ${CMAKE_COMMAND} "-DFILES=${arg_FILES}" -DFOLDER=${CMAKE_CURRENT_SOURCE_DIR} -DNAMESPACE=${arg_NAMESPACE}
            -DHEADER=${arg_HEADER} -DOUTPUT=${folder}/${source}.cpp -P ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    COMMENT "Embedding ${arg_HEADER}" VERBATIM)
  chandler_library(${name} SOURCES ${folder}/${source}.cpp LINKS)
  target_include_directories(${name} PUBLIC ${folder})
endfunction()
