#include "platform/postgres/session.hpp"

#include <array>
#include <cerrno>
#include <utility>
#include <vector>

#include <libpq-fe.h>
#include <poll.h>

#include "platform/postgres/keepalives.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::platform::postgres {
namespace {

using Clock = std::chrono::steady_clock;

// A cancel request can be lost between two statements, so it is repeated until the statement ends.
constexpr std::chrono::milliseconds cancel_interval{500};

// How long a cancelled statement may take to end before the connection is given up.
constexpr std::chrono::seconds cancel_patience{10};

void receive_notice(void* receiver, const PGresult* result) {
  const auto& on_notice = *static_cast<decltype(SessionOptions::on_notice)*>(receiver);
  if (!on_notice) return;
  const char* severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  on_notice(severity == nullptr ? "" : severity, message == nullptr ? "" : message);
}

ServerError stopped_error() {
  ServerError error;
  error.message = "stopped on request";
  error.stopped = true;
  return error;
}

ServerError lost(std::string message) {
  ServerError error;
  error.message = std::move(message);
  error.connection_lost = true;
  return error;
}

}  // namespace

struct Session::State {
  struct Finish {
    void operator()(PGconn* finished) const { PQfinish(finished); }
  };

  State(ConnectionSettings given, const SessionOptions& options, const std::stop_token& token)
      : settings(std::move(given)), on_notice(options.on_notice), stop(token), stop_event(token) {}

  PGconn* raw() const { return connection.get(); }

  // Waits for the socket to be ready for `events`. False: a stop was asked for, or `timeout` passed.
  enum class Woken : std::uint8_t { socket, stop, timeout };
  Woken wait(short events, std::chrono::milliseconds timeout, bool heed_stop = true) const {
    std::array<pollfd, 2> watched{{{PQsocket(raw()), events, 0}, {stop_event.fd(), POLLIN, 0}}};
    const nfds_t count = heed_stop ? 2 : 1;
    const int ready = poll(watched.data(), count, static_cast<int>(timeout.count()));
    if (heed_stop && (watched[1].revents & POLLIN) != 0) return Woken::stop;
    return ready == 0 ? Woken::timeout : Woken::socket;
  }

  void send_cancel() const {
    PGcancelConn* request = PQcancelCreate(raw());
    if (request == nullptr) return;
    PQcancelBlocking(request);  // bounded by the connection's own connect_timeout
    PQcancelFinish(request);
  }

  Answer<void> connect(std::chrono::seconds timeout);
  Answer<void> flush();
  Answer<Result> collect();
  Answer<void> wait_for_result();
  Answer<void> wait_after_cancel();

  ConnectionSettings settings;
  decltype(SessionOptions::on_notice) on_notice;
  std::stop_token stop;
  StopEvent stop_event;
  std::unique_ptr<PGconn, Finish> connection;
  std::chrono::milliseconds observe_interval = std::chrono::hours(1);
  std::function<void()> observe;
  bool cancelled = false;

  struct FreeMemory {
    void operator()(char* memory) const { PQfreemem(memory); }
  };
  std::unique_ptr<char, FreeMemory> received;  // the piece that copy_read gave
};

Answer<void> Session::State::connect(std::chrono::seconds timeout) {
  std::vector<const char*> keywords;
  std::vector<const char*> values;
  for (const auto& [keyword, value] : settings.parameters) {
    keywords.push_back(keyword.c_str());
    values.push_back(value.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  connection.reset(PQconnectStartParams(keywords.data(), values.data(), 0));
  if (connection == nullptr) return std::unexpected(lost("out of memory"));
  PQsetNoticeReceiver(raw(), &receive_notice, &on_notice);
  const auto deadline = Clock::now() + timeout;
  PostgresPollingStatusType status = PGRES_POLLING_WRITING;
  while (PQstatus(raw()) != CONNECTION_BAD) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return std::unexpected(lost("no answer within " + std::to_string(timeout.count()) + " s"));
    const auto woken = wait(status == PGRES_POLLING_READING ? POLLIN : POLLOUT, left);
    if (woken == Woken::stop) return std::unexpected(stopped_error());
    if (woken == Woken::timeout) continue;
    status = PQconnectPoll(raw());
    if (status == PGRES_POLLING_OK) return {};
    if (status == PGRES_POLLING_FAILED) break;
  }
  ServerError error = error_of(nullptr, raw());
  error.connection_lost = true;
  return std::unexpected(std::move(error));
}

Answer<void> Session::State::flush() {
  for (;;) {
    const int left = PQflush(raw());
    if (left == 0) return {};
    if (left < 0) return std::unexpected(error_of(nullptr, raw()));
    // Reading meanwhile keeps both sides from blocking on full buffers.
    const auto woken = wait(POLLIN | POLLOUT, std::chrono::hours(1));
    if (woken == Woken::stop) return {};  // the wait for the result cancels
    if (PQconsumeInput(raw()) == 0) return std::unexpected(error_of(nullptr, raw()));
  }
}

Answer<void> Session::State::wait_for_result() {
  while (PQisBusy(raw()) != 0) {
    if (cancelled) return wait_after_cancel();
    const auto woken = wait(POLLIN, observe_interval);
    if (woken == Woken::stop) cancelled = true;
    if (woken == Woken::timeout && observe) observe();
    if (woken != Woken::socket) continue;
    if (PQconsumeInput(raw()) == 0) return std::unexpected(error_of(nullptr, raw()));
  }
  return {};
}

// Sends on what is not sent yet, too: in the middle of a message the server does not look for a cancel request.
Answer<void> Session::State::wait_after_cancel() {
  const auto deadline = Clock::now() + cancel_patience;
  for (auto next_cancel = Clock::now(); Clock::now() < deadline;) {
    if (Clock::now() >= next_cancel) {
      send_cancel();
      next_cancel = Clock::now() + cancel_interval;
    }
    const bool unsent = PQflush(raw()) > 0;
    if (wait(unsent ? POLLIN | POLLOUT : POLLIN, cancel_interval, false) == Woken::timeout) continue;
    if (PQconsumeInput(raw()) == 0) return std::unexpected(error_of(nullptr, raw()));
    if (PQisBusy(raw()) == 0) return {};
  }
  ServerError error = stopped_error();
  error.message = "stopped on request, but the server did not confirm that the statement was cancelled";
  error.connection_lost = true;
  return std::unexpected(std::move(error));
}

// Reads every result of what was sent: the last one, or the first error.
Answer<Result> Session::State::collect() {
  if (auto flushed = flush(); !flushed) return std::unexpected(flushed.error());
  std::optional<ServerError> failure;
  std::size_t statements_done = 0;
  Result last(nullptr);
  for (;;) {
    if (auto waited = wait_for_result(); !waited) return std::unexpected(waited.error());
    PGresult* result = PQgetResult(raw());
    if (result == nullptr) break;
    const ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE) {
      if (!failure) {
        failure = error_of(result, raw());
        failure->statements_done = statements_done;
      }
      PQclear(result);
      if (PQstatus(raw()) == CONNECTION_BAD) break;
      continue;
    }
    last = Result(result);
    ++statements_done;
    // COPY wants data before another result can come.
    if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) break;
  }
  if (failure) {
    failure->connection_lost = PQstatus(raw()) == CONNECTION_BAD;
    failure->stopped = std::exchange(cancelled, false) && failure->is("57014");
    return std::unexpected(std::move(*failure));
  }
  cancelled = false;
  return last;
}

Session::Session(std::unique_ptr<State> state) : state_(std::move(state)) {}
Session::~Session() = default;
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;

Answer<Session> Session::connect(const ConnectionSettings& settings, const SessionOptions& options,
                                 const std::stop_token& stop) {
  ConnectionSettings complete = settings;
  auto& parameters = complete.parameters;
  parameters.emplace("fallback_application_name", options.application_name);
  parameters.emplace("client_encoding", "UTF8");
  parameters.emplace("connect_timeout", std::to_string(options.connect_timeout.count()));
  add_keepalives(complete);
  auto state = std::make_unique<State>(std::move(complete), options, stop);
  if (auto connected = state->connect(options.connect_timeout); !connected) {
    return std::unexpected(connected.error());
  }
  PQsetnonblocking(state->raw(), 1);
  return Session(std::move(state));
}

Answer<Result> Session::query(std::string_view sql, std::initializer_list<Parameter> parameters) {
  return query(sql, std::vector<Parameter>(parameters));
}

Answer<Result> Session::query(std::string_view sql, const std::vector<Parameter>& parameters) {
  if (state_->stop.stop_requested()) return std::unexpected(stopped_error());
  std::vector<const char*> values;
  values.reserve(parameters.size());
  for (const Parameter& parameter : parameters) values.push_back(parameter ? parameter->c_str() : nullptr);
  if (PQsendQueryParams(state_->raw(), std::string(sql).c_str(), static_cast<int>(values.size()), nullptr,
                        values.data(), nullptr, nullptr, 0) == 0) {
    return std::unexpected(error_of(nullptr, state_->raw()));
  }
  return state_->collect();
}

Answer<Result> Session::run(std::string_view sql) {
  if (state_->stop.stop_requested()) return std::unexpected(stopped_error());
  if (PQsendQuery(state_->raw(), std::string(sql).c_str()) == 0) {
    return std::unexpected(error_of(nullptr, state_->raw()));
  }
  return state_->collect();
}

Answer<void> Session::copy_begin(std::string_view sql) {
  auto started = run(sql);
  if (!started) return std::unexpected(started.error());
  return {};
}

Answer<void> Session::copy_write(std::string_view data) {
  // What the server has not taken yet stays in libpq's buffer; a bounded piece at a time keeps it small.
  constexpr std::size_t piece = 64UZ * 1024;
  while (!data.empty()) {
    if (state_->stop.stop_requested()) return std::unexpected(copy_abort("stopped on request"));
    const auto head = data.substr(0, piece);
    if (PQputCopyData(state_->raw(), head.data(), static_cast<int>(head.size())) < 0) {
      return std::unexpected(error_of(nullptr, state_->raw()));
    }
    if (auto flushed = state_->flush(); !flushed) return flushed;
    data.remove_prefix(head.size());
  }
  return {};
}

Answer<std::int64_t> Session::copy_end() {
  if (PQputCopyEnd(state_->raw(), nullptr) < 0) return std::unexpected(error_of(nullptr, state_->raw()));
  auto ended = state_->collect();
  if (!ended) return std::unexpected(ended.error());
  return ended->affected();
}

ServerError Session::copy_abort(const std::string& reason) {
  if (PQputCopyEnd(state_->raw(), reason.c_str()) < 0) return error_of(nullptr, state_->raw());
  auto ended = state_->collect();
  ServerError error = ended ? ServerError{} : ended.error();
  error.stopped = state_->stop.stop_requested();
  return error;
}

Answer<void> Session::copy_out_begin(std::string_view sql) {
  // Extended protocol, which takes one statement alone.
  auto started = query(sql);
  if (!started) return std::unexpected(started.error());
  return {};
}

Answer<std::string_view> Session::copy_read() {
  for (;;) {
    if (state_->stop.stop_requested()) return std::unexpected(stopped_error());
    char* piece = nullptr;
    const int size = PQgetCopyData(state_->raw(), &piece, 1);
    state_->received.reset(piece);
    if (size > 0) return std::string_view(piece, static_cast<std::size_t>(size));
    if (size == -2) return std::unexpected(error_of(nullptr, state_->raw()));
    if (size == -1) {
      auto ended = state_->collect();
      if (!ended) return std::unexpected(ended.error());
      return std::string_view();
    }
    if (state_->wait(POLLIN, std::chrono::hours(1)) != State::Woken::socket) continue;
    if (PQconsumeInput(state_->raw()) == 0) return std::unexpected(error_of(nullptr, state_->raw()));
  }
}

void Session::copy_cancel() {
  const auto deadline = Clock::now() + cancel_patience;
  auto next_cancel = Clock::now();
  while (Clock::now() < deadline) {
    char* piece = nullptr;
    const int size = PQgetCopyData(state_->raw(), &piece, 1);
    state_->received.reset(piece);
    if (size > 0) continue;
    if (size < 0) {
      static_cast<void>(state_->collect());
      return;
    }
    if (Clock::now() >= next_cancel) {
      state_->send_cancel();
      next_cancel = Clock::now() + cancel_interval;
    }
    if (state_->wait(POLLIN, cancel_interval, false) == State::Woken::timeout) continue;
    if (PQconsumeInput(state_->raw()) == 0) return;
  }
}

Answer<Result> Session::describe(std::string_view sql) {
  if (state_->stop.stop_requested()) return std::unexpected(stopped_error());
  if (PQsendPrepare(state_->raw(), "", std::string(sql).c_str(), 0, nullptr) == 0) {
    return std::unexpected(error_of(nullptr, state_->raw()));
  }
  if (auto prepared = state_->collect(); !prepared) return prepared;
  if (PQsendDescribePrepared(state_->raw(), "") == 0) return std::unexpected(error_of(nullptr, state_->raw()));
  return state_->collect();
}

Answer<std::vector<std::string>> Session::wait_for_notifications(std::chrono::milliseconds timeout, int also) {
  struct Free {
    void operator()(PGnotify* notification) const { PQfreemem(notification); }
  };
  std::vector<std::string> out;
  const auto take = [&] {
    while (const std::unique_ptr<PGnotify, Free> each{PQnotifies(state_->raw())}) out.emplace_back(each->extra);
  };
  take();  // some came with the last statement's answer
  if (!out.empty()) return out;
  std::array<pollfd, 3> watched{
      {{PQsocket(state_->raw()), POLLIN, 0}, {state_->stop_event.fd(), POLLIN, 0}, {also, POLLIN, 0}}};
  poll(watched.data(), watched.size(), static_cast<int>(timeout.count()));
  if (watched[0].revents == 0) return out;
  if (PQconsumeInput(state_->raw()) == 0) return std::unexpected(error_of(nullptr, state_->raw()));
  take();
  return out;
}

void Session::observe_waits(std::chrono::milliseconds interval, std::function<void()> observe) {
  state_->observe_interval = observe ? interval : std::chrono::hours(1);
  state_->observe = std::move(observe);
}

bool Session::alive() const {
  return PQstatus(state_->raw()) == CONNECTION_OK;
}

bool Session::in_transaction() const {
  const auto status = PQtransactionStatus(state_->raw());
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

int Session::server_version() const {
  return PQserverVersion(state_->raw());
}
int Session::backend_pid() const {
  return PQbackendPID(state_->raw());
}

const ConnectionSettings& Session::settings() const {
  return state_->settings;
}

}  // namespace chandler::platform::postgres
