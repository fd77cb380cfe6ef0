#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "cron/probe/checks/amcheck/comparison.hpp"
#include "cron/probe/checks/amcheck/order.hpp"
#include "cron/probe/checks/amcheck/pace.hpp"

namespace chandler::probe::amcheck {

enum class Step : std::uint8_t {
  check,      // by the function, as a whole
  structure,  // of an index that is compared: without its table
  lead,       // the comparison, as its leader
  compare     // a range of its table
};

// What a worker does in one statement or a few: about a second of work, or an index, which cannot be divided.
struct Piece {
  std::vector<std::size_t> relations;  // several small ones of one method, or one
  Step step = Step::check;
  std::int64_t from = 0;                        // of one heap: its blocks
  std::int64_t to = -1;                         // not part of it; negative: to the end
  std::shared_ptr<Comparison> comparison = {};  // of lead and compare
  Comparison::Range range = {};                 // of compare
};

// What the workers do next, shared by them. Knows the time that is left, and how long things took.
class Agenda {
 public:
  struct State {
    std::int64_t checked = 0;  // bytes, in this run
    bool whole = false;        // in this run, or with the run before to which it belongs
    bool ended = false;        // gone, failed, or of too many corruptions: nothing more of it
  };

  Agenda(Relations relations, std::vector<Task> tasks, Kept kept, Clock::time_point deadline);

  // Nullopt: nothing is left, no time is, or stop() was called. What would not fit is put off.
  std::optional<Piece> next(int workers);
  void done(const Piece& piece, std::chrono::milliseconds took, Seconds now);
  // Of a piece of several: each of its own, before all else.
  void divide(const Piece& piece);
  // It will not be whole in this run. `again`: as the first one in the next.
  void give_up(std::size_t relation, bool again, std::chrono::milliseconds ran = {});
  void stop();

  const Relation& relation(std::size_t index) const { return relations_.checkable[index]; }
  std::int64_t block_bytes() const { return relations_.block_bytes; }
  std::int64_t blocks(std::size_t relation) const;

  // When all workers are done.
  const Relations& relations() const { return relations_; }
  const std::vector<State>& states() const { return states_; }
  // Indexes that take longer than the whole time budget.
  const std::vector<std::size_t>& too_long() const { return too_long_; }
  bool stopped() const { return stopped_; }
  std::chrono::milliseconds expected(std::size_t relation) const { return estimate(relation); }

  // What is to be kept; of any thread.
  Kept kept() const;

 private:
  struct Open {  // a heap of which ranges are handed out
    Task task;
    std::int64_t next = 0;
    bool resumed = false;                   // an earlier run looked at all before task.from
    std::multiset<std::int64_t> under_way;  // first blocks
  };

  std::optional<Piece> of_comparison();
  bool divides(std::size_t relation, int workers) const;
  std::optional<Piece> range(int workers);
  Piece together(const Task& first);
  void done_range(const Piece& piece, Seconds now);
  void put_off(std::size_t relation);
  std::int64_t end_of(const Task& task) const;
  std::chrono::milliseconds estimate(std::size_t relation) const;  // 0: not known
  std::chrono::milliseconds left() const;
  bool small(std::size_t relation) const;
  Record& record(std::size_t relation) { return kept_.records[relations_.checkable[relation].oid]; }

  mutable std::mutex mutex_;  // guards all below; relations_ does not change
  Relations relations_;
  std::deque<Task> tasks_;
  std::deque<std::size_t> alone_;
  std::map<std::size_t, Open> open_;  // by relation
  std::vector<State> states_;
  std::vector<std::size_t> too_long_;
  Kept kept_;
  std::shared_ptr<Comparison> comparison_;  // the one that is under way
  std::size_t compared_ = 0;                // its index
  bool structure_wanted_ = false;           // of it
  std::map<std::size_t, int> parts_left_;   // of structure and lead, by index
  Pace heap_pace_;
  Pace index_pace_;
  Clock::time_point deadline_;
  std::chrono::milliseconds budget_;
  bool stopped_ = false;
};

}  // namespace chandler::probe::amcheck
