#pragma once

#include <atomic>
#include <functional>
#include <mutex>

#include "cron/probe/checks/amcheck/agenda.hpp"
#include "cron/probe/checks/amcheck/corruption.hpp"
#include "cron/probe/checks/amcheck/extension.hpp"
#include "cron/probe/checks/amcheck/watch.hpp"

namespace chandler::probe::amcheck {

// What the workers found, together.
class Found {
 public:
  void add(Finding finding);
  void server_failed(const platform::postgres::ServerError& error);
  Findings take();
  std::optional<platform::postgres::ServerError> error();
  std::atomic<bool> busy = false;  // the server was: the run ended early

 private:
  std::mutex mutex_;
  Findings findings_;
  std::optional<platform::postgres::ServerError> error_;
};

// One connection, which takes pieces from the agenda until there are none. Each statement is a transaction of its own.
class Worker {
 public:
  // `between`, where there is one, is called between two pieces.
  Worker(Context& context, platform::postgres::Session& session, Agenda& agenda, const Functions& functions,
         Found& found, std::function<void()> between = {})
      : context_(context),
        session_(session),
        agenda_(agenda),
        functions_(functions),
        found_(found),
        between_(std::move(between)),
        watch_(context, session) {}

  void run();

 private:
  using Answer = platform::postgres::Answer<void>;

  Answer check(const Piece& piece);
  Answer check_indexes(const Piece& piece);
  Answer lead(const Piece& piece);
  Answer read_range(const Piece& piece);
  platform::postgres::Answer<bool> compare(const Piece& piece);
  Answer check_heaps(const Piece& piece);
  Answer check_blocks(std::size_t relation, std::int64_t from, std::int64_t to);
  Answer check_around(std::size_t relation, std::int64_t from, std::int64_t to,
                      const platform::postgres::ServerError& error);
  bool failed(const Piece& piece, const platform::postgres::ServerError& error, std::chrono::milliseconds ran);
  bool gone(std::size_t relation);
  bool reconnect();

  Context& context_;
  platform::postgres::Session& session_;
  Agenda& agenda_;
  const Functions& functions_;
  Found& found_;
  std::function<void()> between_;
  Watch watch_;
  bool gave_way_ = false;        // in the piece at hand
  std::size_t corruptions_ = 0;  // of the piece at hand
  int lost_ = 0;
};

}  // namespace chandler::probe::amcheck
