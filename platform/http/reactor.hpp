#pragma once

#include <array>
#include <chrono>
#include <list>
#include <memory>
#include <span>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "platform/http/connection.hpp"
#include "platform/http/shared.hpp"

namespace chandler::platform::http {

// One I/O thread with the connections that belong to it. All functions but `context`, `run` and `stop`
// are for that thread; post to `context` from elsewhere.
class Reactor {
 public:
  explicit Reactor(Shared& shared);
  ~Reactor();
  Reactor(const Reactor&) = delete;
  Reactor& operator=(const Reactor&) = delete;
  Reactor(Reactor&&) = delete;
  Reactor& operator=(Reactor&&) = delete;

  boost::asio::io_context& context() { return context_; }
  void run();   // starts the thread
  void stop();  // closes all connections, ends the thread and joins it

  void adopt(boost::asio::ip::tcp::socket socket);
  void forget(Connection::Place place);
  void leave_all();
  void close_all();

  // Room for one read, shared by all connections of the thread: an idle one needs no buffer.
  std::span<char> scratch() { return scratch_; }

 private:
  bool make_room();
  void sweep_later();
  void sweep();

  Shared& shared_;
  const std::chrono::milliseconds sweep_period_;
  std::array<char, std::size_t{64} * 1024> scratch_{};
  std::list<std::shared_ptr<Connection>> connections_;
  bool sweeping_ = false;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::steady_timer timer_;
  std::thread thread_;
};

}  // namespace chandler::platform::http
