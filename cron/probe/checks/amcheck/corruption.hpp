#pragma once

#include <optional>

#include "cron/probe/checks/amcheck/relations.hpp"
#include "cron/probe/finding.hpp"
#include "platform/postgres/server_error.hpp"

// What amcheck's functions say, as findings. Pure.
namespace chandler::probe::amcheck {

enum class Failure : std::uint8_t {
  corrupt,  // the data is wrong, or cannot be read
  locked,   // lock_timeout
  time,     // statement_timeout, or a cancel from outside
  lost,     // the connection
  other     // nothing that tells of the data
};

Failure classify(const platform::postgres::ServerError& error);

// A block that the message or its detail names: "block 3", "tid=(3,7)", "block=3", "tuple (3,7)".
std::optional<std::int64_t> block_in(const platform::postgres::ServerError& error);

// An index whose check failed as corrupt.
Finding of_index(const Relation& index, const platform::postgres::ServerError& error);

// An index that leads to other rows than its table holds, though its pages are sound.
Finding of_rows(const Relation& index);

// A row of verify_heapam.
struct HeapError {
  std::int64_t block = 0;
  std::optional<std::int64_t> offset = {};
  std::optional<std::int64_t> attribute = {};  // counted from 0, as the function does
  std::string column = {};
  std::string message;
};
Finding of_heap(const Relation& table, const HeapError& error);

// Of a heap: a block, or some block of these, cannot be read at all.
Finding of_unreadable(const Relation& table, std::int64_t first, std::int64_t last,
                      const platform::postgres::ServerError& error);

// More of the same in one relation than the report takes.
Finding of_more(const Relation& table, std::size_t shown);

// It was not checked, or not to its end.
Finding not_checked(const Relation& relation, Failure failure, const platform::postgres::ServerError& error);

// Its check was cancelled for somebody who waited for the lock.
Finding gave_way(const Relation& relation);

}  // namespace chandler::probe::amcheck
