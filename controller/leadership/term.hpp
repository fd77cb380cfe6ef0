#pragma once

#include <atomic>

#include "controller/leadership/timing.hpp"

namespace chandler::controller::leadership {

// The time for which this process leads: the fence around all that only the leader may write.
//
// A write asks `holds` right before its first byte goes out (kubernetes::ClientOptions::may_write). A leader that was
// stopped, swapped out or suspended finds the term over when it comes back, by a clock that went on meanwhile, before
// anybody told it that another one leads.
//
// What remains: the process can be stopped between that question and the system call that sends, and what was sent can
// be held up on its way, in both cases for longer than the third of the lease that is kept back. The API knows no
// token to refuse such a write by. Therefore each of them is harmless when late: an object is applied as what was
// seen of it says (resourceVersion: changed since, it is refused) or made where there is none, with content that
// follows from its workload alone; it is deleted by uid and resourceVersion; an Event says what was true.
//
// Threads: any.
class Term {
 public:
  explicit Term(Time until) : until_(until) {}

  bool holds() const { return Clock::now() < until_.load(); }
  Time until() const { return until_; }

  // The elector's alone.
  void extend(Time until) { until_ = until; }
  void end() { until_ = Time::min(); }

 private:
  std::atomic<Time> until_;
};

}  // namespace chandler::controller::leadership
