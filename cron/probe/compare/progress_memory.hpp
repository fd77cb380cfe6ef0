#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "cron/probe/check.hpp"
#include "cron/probe/compare/statements.hpp"

namespace chandler::probe::compare {

// When which table was compared with this other database, and how far a run came that had to end.
class Progresses {
 public:
  Progresses(Memory& memory, std::string other) : memory_(memory), prefix_("compare/" + std::move(other) + '/') {}

  // Seconds since 1970; 0: never as a whole.
  std::int64_t compared(const Pair& pair) const;
  std::optional<Key> reached(const Pair& pair) const;

  void note_whole(const Pair& pair, std::chrono::system_clock::time_point now);
  // The next run goes on behind this key.
  void note_reached(const Pair& pair, const Key& key);

  // Those first that a run was cut off in, then those not compared for longest, the small ones of them first.
  void sort(std::vector<Pair>& pairs) const;

 private:
  Memory& memory_;
  std::string prefix_;
};

}  // namespace chandler::probe::compare
