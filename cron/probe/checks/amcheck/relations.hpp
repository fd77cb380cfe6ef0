#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "platform/postgres/session.hpp"

namespace chandler::probe::amcheck {

enum class Method : std::uint8_t { btree, gin, heap };

// What amcheck has a function for.
struct Relation {
  std::uint32_t oid = 0;
  Method method = Method::heap;
  bool catalogue = false;  // the server's own, or its TOAST
  bool unique = false;
  std::string kind;             // "index", "table", "materialized view", "TOAST table", "sequence"
  std::string name;             // qualified, and quoted where that is needed
  std::string short_name = {};  // without the schema
  std::string owner;            // of an index and a TOAST table: the table it belongs to; else empty
  std::int64_t bytes = 0;
  std::int64_t work = 0;  // bytes that a check of it reads: an index is compared with its table
  // Of a unique B-tree that several connections can compare with its table (comparison.hpp): its columns. Else empty.
  std::vector<std::string> keys = {};
};

// "index public.menu_pkey"; a TOAST table tells whose it is.
std::string describe(const Relation& relation);

struct Relations {
  std::vector<Relation> checkable;
  std::map<std::string, std::int64_t> others;  // how many, by access method: no function looks into them
  std::int64_t block_bytes = 8192;
};

// All of the database but temporary tables and indexes that are not valid. Reads sizes by the lock-free way where a
// relation is locked.
platform::postgres::Answer<Relations> read_relations(platform::postgres::Session& session, bool with_gin);

}  // namespace chandler::probe::amcheck
