#pragma once

#include <string>

#include "cron/probe/check.hpp"

namespace chandler::probe::amcheck {

// The extension's functions, as this role may call them: names with the schema, ready for a query. Empty: not there, or
// not allowed.
struct Functions {
  std::string index_check;         // (index, heapallindexed), 11 and newer
  std::string index_parent_check;  // the same
  std::string gin_check;           // 18
  std::string verify_heap;         // 14
};

struct Extension {
  Functions functions;
  bool there = false;
  Findings findings;  // what cannot be checked, and the right or the version that it wants
};

// Makes the extension where that was asked for, in the first schema of the role's own search_path, as CREATE EXTENSION
// by hand would. The session is in no transaction.
platform::postgres::Answer<Extension> find_extension(Context& context);

}  // namespace chandler::probe::amcheck
