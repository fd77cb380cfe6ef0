#pragma once

#include <chrono>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "dataset/source/source.hpp"
#include "platform/process/environment.hpp"

namespace chandler::dataset::remote {

// The sources that are other databases, connected and described.
struct Connected {
  std::vector<std::string> others;  // files, folders, addresses
  std::vector<SourceFile> files;    // without a path: each has a relation
};

// Every address is checked before the first is connected to; those of one database share a connection. What stands
// behind postgres: is a folder with a Secret's files; a name without a slash is one below CHANDLER_SOURCE_DIR where
// that is set. `wait`: so long for a server to accept connections. `any_table` (--table): the address need not say
// the table. Errors (usage): load.bad_source; those of secret_folder.hpp and database.hpp.
core::Expected<Connected> connect_sources(std::span<const std::string> sources, bool any_table,
                                          const platform::Environment& environment, std::chrono::seconds wait,
                                          const std::stop_token& stop);

}  // namespace chandler::dataset::remote
