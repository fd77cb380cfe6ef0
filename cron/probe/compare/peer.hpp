#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

#include "cron/probe/compare/statements.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::probe::compare {

// The other database: a session with a thread of its own, so that both servers work at the same time. What is asked of
// it runs one behind the other, in the order in which it was asked. Threads: `begin` may be called from any.
class Peer {
 public:
  explicit Peer(platform::postgres::Session session);
  // Lets the running statement end; what waits behind it is dropped.
  ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  Peer(Peer&&) = delete;
  Peer& operator=(Peer&&) = delete;

  // Calls work(session) on the peer's thread.
  template <typename Work>
  auto begin(Work work) {
    std::packaged_task<decltype(work(session_))()> task(
        [this, what = std::move(work)] mutable { return what(session_); });
    auto answer = task.get_future();
    put([begun = std::move(task)] mutable { begun(); });
    return answer;
  }

 private:
  using Task = std::move_only_function<void()>;

  void put(Task task);
  void serve(const std::stop_token& stop);

  platform::postgres::Session session_;  // the thread's
  std::mutex mutex_;
  std::condition_variable_any woken_;
  std::deque<Task> tasks_;  // under the mutex
  std::jthread thread_;     // the last: it uses the rest
};

// Without parameters a text of any number of statements.
platform::postgres::Answer<platform::postgres::Result> ask(platform::postgres::Session& session, const Query& query);

}  // namespace chandler::probe::compare
