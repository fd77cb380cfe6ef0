#pragma once

#include <string>

#include "platform/kubernetes/client.hpp"

// What stands behind a request's path: "?dryRun=All", or nothing.
namespace chandler::platform::kubernetes {

std::string query_of(const WriteOptions& options);
std::string query_of(const ApplyOptions& options);
std::string query_of(const ListOptions& options);
std::string query_of(const WatchOptions& options);
std::string query_of(const LogOptions& options);

}  // namespace chandler::platform::kubernetes
