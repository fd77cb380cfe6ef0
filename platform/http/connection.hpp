#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "platform/http/channel.hpp"
#include "platform/http/message.hpp"
#include "platform/http/shared.hpp"

namespace chandler::platform::http {

class Reactor;

// One client's connection as a state machine: it does what it can, then waits for the socket. All of it
// runs on its reactor's thread, but for the handler. Lives as long as something waits for it.
class Connection final : public std::enable_shared_from_this<Connection> {
 public:
  using Clock = std::chrono::steady_clock;
  using Place = std::list<std::shared_ptr<Connection>>::iterator;

  Connection(Reactor& reactor, Shared& shared, boost::asio::ip::tcp::socket socket, std::unique_ptr<Channel> channel);

  void start(Place place);  // where the reactor keeps it, for `close`
  void close();             // at once; the reactor forgets it
  void on_deadline();
  void leave();  // closes now if nothing is in flight, else after the response

  bool is_idle() const { return state_ == State::idle; }
  Clock::time_point deadline() const { return deadline_; }

 private:
  enum class State { handshaking, idle, reading, handling, writing, lingering, closed };
  enum class Next { step, wait_read, wait_write, stay };  // `stay`: somebody else goes on
  enum class AfterWrite { next_request, read_on, close };
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  void run();
  Next step();
  Next handshake();
  Next read();
  Next parse();
  Next dispatch();
  Next write();
  Next linger();
  Next after_write();

  Next refuse(const boost::system::error_code& error);
  Next wait_for(Progress progress);
  void wait(boost::asio::ip::tcp::socket::wait_type type);
  void enter(State state, Clock::duration limit);
  void respond(const Response& response);
  void send(std::string bytes, AfterWrite then);

  Reactor& reactor_;
  Shared& shared_;
  boost::asio::ip::tcp::socket socket_;
  std::unique_ptr<Channel> channel_;
  const bool from_this_machine_;
  Place place_;

  State state_ = State::handshaking;
  Clock::time_point deadline_ = Clock::time_point::max();
  std::string input_;    // received, not parsed
  bool starved_ = true;  // what is in input_ is no whole request
  std::optional<Parser> parser_;
  bool header_seen_ = false;
  bool keep_alive_ = false;
  bool head_ = false;  // the response's body is not sent

  std::string output_;
  std::size_t sent_ = 0;
  AfterWrite after_ = AfterWrite::next_request;
  std::size_t discarded_ = 0;
};

}  // namespace chandler::platform::http
