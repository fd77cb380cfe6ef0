#include "cron/probe/compare/peer.hpp"

#include <utility>

namespace chandler::probe::compare {

using platform::postgres::Answer;
using platform::postgres::Result;
using platform::postgres::Session;

Answer<Result> ask(Session& session, const Query& query) {
  return query.parameters.empty() ? session.run(query.sql) : session.query(query.sql, query.parameters);
}

Peer::Peer(Session session)
    : session_(std::move(session)), thread_([this](const std::stop_token& stop) { serve(stop); }) {}

Peer::~Peer() {
  thread_.request_stop();
}

void Peer::put(Task task) {
  {
    const std::scoped_lock lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  woken_.notify_one();
}

void Peer::serve(const std::stop_token& stop) {
  for (;;) {
    Task task;
    {
      std::unique_lock lock(mutex_);
      if (!woken_.wait(lock, stop, [this] { return !tasks_.empty(); }) || stop.stop_requested()) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    task();
  }
}

}  // namespace chandler::probe::compare
