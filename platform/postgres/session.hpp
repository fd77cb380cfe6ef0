#pragma once

#include <chrono>
#include <expected>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "platform/postgres/result.hpp"
#include "platform/postgres/server_error.hpp"
#include "platform/postgres/settings.hpp"

namespace chandler::platform::postgres {

template <typename T>
using Answer = std::expected<T, ServerError>;

// A text parameter of a query; nullopt is NULL.
using Parameter = std::optional<std::string>;

struct SessionOptions {
  std::string application_name = "chandler";  // what pg_stat_activity shows
  std::chrono::seconds connect_timeout{10};   // for all hosts of the address together
  // NOTICE, WARNING, …: severity and message, on the session's own thread. Default: dropped.
  std::function<void(std::string_view severity, std::string_view message)> on_notice;
};

// One connection to PostgreSQL, on libpq. libpqxx hides the error's fields (position, detail, hint,
// context) that our messages are made of, and cannot be interrupted while it waits; hence libpq itself.
//
// Threads: one at a time. Stop: every call that waits also waits for the stop token; when it fires, the
// running statement is cancelled on the server and the call returns an error with `stopped` set.
class Session {
 public:
  static Answer<Session> connect(const ConnectionSettings& settings, const SessionOptions& options,
                                 const std::stop_token& stop);
  ~Session();
  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // One statement with parameters $1…, extended protocol.
  Answer<Result> query(std::string_view sql, std::initializer_list<Parameter> parameters = {});
  Answer<Result> query(std::string_view sql, const std::vector<Parameter>& parameters);

  // A text of any number of statements, simple protocol: one implicit transaction unless the text or
  // the session has opened one. The last statement's result; the error's position is in this text.
  Answer<Result> run(std::string_view sql);

  // Starts COPY … FROM STDIN; then copy_write any number of times, then copy_end (the rows copied), or
  // copy_abort. Writing never buffers more than the socket and 64 KiB.
  Answer<void> copy_begin(std::string_view sql);
  Answer<void> copy_write(std::string_view data);
  Answer<std::int64_t> copy_end();
  ServerError copy_abort(const std::string& reason);

  // Starts COPY … TO STDOUT; then copy_read until a piece is empty, or copy_cancel. A piece is a row, as long as libpq
  // takes it in whole, and good until the next call.
  Answer<void> copy_out_begin(std::string_view sql);
  Answer<std::string_view> copy_read();
  // Lets the server stop sending; the transaction has failed then. Waits for its answer, 10 s at most.
  void copy_cancel();

  // The columns that one statement would give, without carrying it out: a result with no rows.
  Answer<Result> describe(std::string_view sql);

  // Waits, with no statement running, until a channel that was listened to is notified of, `also` (a descriptor, or -1)
  // becomes readable, the time is over, or a stop. What the notifications said, which may be nothing.
  Answer<std::vector<std::string>> wait_for_notifications(std::chrono::milliseconds timeout, int also = -1);

  // While a statement runs, `observe` is called every `interval`, on this thread; it must not touch this
  // session. An empty function ends it.
  void observe_waits(std::chrono::milliseconds interval, std::function<void()> observe);

  bool alive() const;
  bool in_transaction() const;  // a transaction block is open, failed or not
  int server_version() const;   // as libpq counts: 170011 for 17.11
  int backend_pid() const;
  const ConnectionSettings& settings() const;

 private:
  struct State;
  explicit Session(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace chandler::platform::postgres
