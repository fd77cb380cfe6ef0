#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "cron/probe/check.hpp"

namespace chandler::probe::amcheck {

using Seconds = std::chrono::sys_seconds;

// What is kept of one relation between runs.
struct Record {
  Seconds at{};                       // when it was last checked as a whole; the epoch: never
  std::int64_t block = 0;             // of a heap: the check goes on here; 0: from the start
  std::chrono::milliseconds took{0};  // of an index: its last check, or how long the one that was broken off ran
  std::int64_t work = 0;              // bytes that one read
  bool late = false;                  // there was no time for it: first of all the next time

  bool operator==(const Record&) const = default;
};

// "at=1763762895 took=532 work=81920"; what is zero is left out. What cannot be read is as if it were not there.
std::string to_text(const Record& record);
Record parse_record(std::string_view text);

// All that the check keeps: what the names of the memory's entries mean.
struct Kept {
  std::map<std::uint32_t, Record> records;  // by the relation's oid
  Seconds last_run{};                       // the epoch: this is the first one
  std::int64_t heap_pace = 0;               // bytes a second, measured; 0: not yet
  std::int64_t index_pace = 0;

  bool operator==(const Kept&) const = default;
};

Kept read_kept(const Memory& memory);
Memory to_memory(const Kept& kept);

}  // namespace chandler::probe::amcheck
