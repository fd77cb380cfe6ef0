#include "platform/http/connection.hpp"

#include <exception>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/rfc7230.hpp>

#include "platform/http/reactor.hpp"
#include "platform/http/response_text.hpp"
#include "platform/log/log.hpp"

namespace chandler::platform::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using tcp = asio::ip::tcp;

// A client that still sends what nobody will read gets this long, and this much, before the reset that
// would make it lose the answer.
constexpr std::chrono::seconds linger_time{2};
constexpr std::size_t linger_bytes = std::size_t{16} * 1024 * 1024;

Request to_request(beast::http::request<beast::http::string_body> message) {
  Request request;
  request.method = message.method_string();
  const std::string_view target = message.target();
  const std::size_t mark = target.find('?');
  request.path = target.substr(0, mark);
  if (mark != std::string_view::npos) request.query = target.substr(mark + 1);
  for (const auto& field : message) request.headers.emplace_back(field.name_string(), field.value());
  request.body = std::move(message.body());
  return request;
}

bool is_from_this_machine(const tcp::socket& socket) {
  boost::system::error_code error;
  const auto peer = socket.remote_endpoint(error);
  if (error) return false;
  const auto here = socket.local_endpoint(error);
  const auto address = peer.address();
  const bool loopback = address.is_v6() && address.to_v6().is_v4_mapped()
                            ? asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).is_loopback()
                            : address.is_loopback();
  return loopback || (!error && address == here.address());
}

Response answer(const Handler& handler, const Request& request) {
  try {
    return handler(request);
  } catch (const std::exception& error) {
    log::error("http_handler_failed", error.what(), {{"path", request.path}});
  } catch (...) {
    log::error("http_handler_failed", "not a std::exception", {{"path", request.path}});
  }
  return plain(500, "internal error");
}

Response too_busy(const Request&) {
  Response response = plain(503, "too many requests are waiting; try again");
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace

Connection::Connection(Reactor& reactor, Shared& shared, tcp::socket socket, std::unique_ptr<Channel> channel)
    : reactor_(reactor),
      shared_(shared),
      socket_(std::move(socket)),
      channel_(std::move(channel)),
      from_this_machine_(is_from_this_machine(socket_)) {}

void Connection::start(Place place) {
  place_ = place;
  enter(State::handshaking, shared_.options.handshake_timeout);
  run();
}

void Connection::close() {
  if (state_ == State::closed) return;
  state_ = State::closed;
  boost::system::error_code ignored;
  (void)socket_.close(ignored);
  reactor_.forget(place_);
}

void Connection::leave() {
  if (state_ == State::idle || state_ == State::handshaking) {
    channel_->finish();
    close();
  }
}

void Connection::on_deadline() {
  if (state_ == State::idle) return leave();
  if (state_ == State::lingering) return close();
  ++shared_.timed_out;
  if (state_ != State::reading) return close();
  socket_.cancel();
  keep_alive_ = false;
  respond(plain(408, "the request did not arrive in time"));
  run();
}

void Connection::enter(State state, Clock::duration limit) {
  state_ = state;
  deadline_ = Clock::now() + limit;
}

void Connection::run() {
  for (;;) {
    switch (step()) {
      case Next::step:
        continue;
      case Next::wait_read:
        return wait(tcp::socket::wait_read);
      case Next::wait_write:
        return wait(tcp::socket::wait_write);
      case Next::stay:
        return;
    }
  }
}

Connection::Next Connection::step() {
  switch (state_) {
    case State::handshaking:
      return handshake();
    case State::idle:
    case State::reading:
      return read();
    case State::writing:
      return write();
    case State::lingering:
      return linger();
    case State::handling:
    case State::closed:
      break;
  }
  return Next::stay;
}

void Connection::wait(tcp::socket::wait_type type) {
  socket_.async_wait(type, [self = shared_from_this()](const boost::system::error_code& error) {
    if (!error) self->run();
  });
}

Connection::Next Connection::wait_for(Progress progress) {
  switch (progress) {
    case Progress::done:
      return Next::step;
    case Progress::want_read:
      return Next::wait_read;
    case Progress::want_write:
      return Next::wait_write;
    case Progress::closed:
      break;
  }
  close();
  return Next::stay;
}

Connection::Next Connection::handshake() {
  const Progress progress = channel_->handshake();
  if (progress == Progress::closed) ++shared_.handshakes_failed;
  if (progress == Progress::done) enter(State::idle, shared_.options.idle_timeout);
  return wait_for(progress);
}

Connection::Next Connection::read() {
  if (starved_) {
    const std::span<char> scratch = reactor_.scratch();
    const Transfer got = channel_->read(scratch);
    if (got.progress != Progress::done) return wait_for(got.progress);
    input_.append(scratch.data(), got.bytes);
  }
  return parse();
}

Connection::Next Connection::parse() {
  if (!parser_) {
    parser_.emplace();
    parser_->eager(true);
    parser_->header_limit(static_cast<std::uint32_t>(shared_.options.header_limit));
    parser_->body_limit(shared_.options.body_limit);
    header_seen_ = false;
    enter(State::reading, shared_.options.header_timeout);
  }
  while (!input_.empty() && !parser_->is_done()) {
    boost::system::error_code error;
    input_.erase(0, parser_->put(asio::buffer(input_), error));
    if (error == beast::http::error::need_more) break;
    if (error) return refuse(error);
  }
  starved_ = !parser_->is_done();
  if (!starved_) return dispatch();
  if (parser_->is_header_done() && !header_seen_) {
    header_seen_ = true;
    enter(State::reading, shared_.options.body_timeout);
    if (beast::iequals(parser_->get()[beast::http::field::expect], "100-continue")) {
      send("HTTP/1.1 100 Continue\r\n\r\n", AfterWrite::read_on);
    }
  }
  return Next::step;
}

Connection::Next Connection::refuse(const boost::system::error_code& error) {
  keep_alive_ = false;
  if (error == beast::http::error::header_limit) {
    respond(plain(431, "the request's header is too large"));
  } else if (error == beast::http::error::body_limit) {
    respond(plain(413, "the request's body is too large"));
  } else {
    respond(plain(400, "this is no HTTP/1.1 request"));
  }
  return Next::step;
}

Connection::Next Connection::dispatch() {
  keep_alive_ = parser_->keep_alive();
  head_ = parser_->get().method() == beast::http::verb::head;
  auto request = std::make_shared<Request>(to_request(parser_->release()));
  request->from_this_machine = from_this_machine_;
  parser_.reset();
  starved_ = input_.empty();
  if (starved_) std::string().swap(input_);
  state_ = State::handling;
  deadline_ = Clock::time_point::max();

  if (!shared_.workers) {
    respond(answer(shared_.handler, *request));
    return Next::step;
  }
  WorkerPool::Job job = [self = shared_from_this(), request]() mutable {
    Response response = answer(self->shared_.handler, *request);
    asio::io_context& context = self->reactor_.context();
    asio::post(context, [self = std::move(self), response = std::move(response)] {
      self->respond(response);
      self->run();
    });
  };
  if (shared_.workers->submit(job)) return Next::stay;
  respond(answer(shared_.options.overloaded ? shared_.options.overloaded : Handler(too_busy), *request));
  return Next::step;
}

void Connection::respond(const Response& response) {
  if (state_ == State::closed) return;
  const bool stays = keep_alive_ && !shared_.draining.load(std::memory_order_relaxed);
  send(response_text(response, stays, head_), stays ? AfterWrite::next_request : AfterWrite::close);
}

void Connection::send(std::string bytes, AfterWrite then) {
  output_ = std::move(bytes);
  sent_ = 0;
  after_ = then;
  enter(State::writing, shared_.options.write_timeout);
}

Connection::Next Connection::write() {
  while (sent_ < output_.size()) {
    const Transfer put = channel_->write(std::span(output_).subspan(sent_));
    if (put.progress != Progress::done) return wait_for(put.progress);
    sent_ += put.bytes;
  }
  std::string().swap(output_);
  return after_write();
}

Connection::Next Connection::after_write() {
  switch (after_) {
    case AfterWrite::read_on:
      enter(State::reading, shared_.options.body_timeout);
      return Next::step;
    case AfterWrite::close:
      channel_->finish();
      enter(State::lingering, linger_time);
      return Next::step;
    case AfterWrite::next_request:
      break;
  }
  enter(State::idle, shared_.options.idle_timeout);
  // A client with its next request at hand takes turns with the others.
  asio::post(reactor_.context(), [self = shared_from_this()] { self->run(); });
  return Next::stay;
}

Connection::Next Connection::linger() {
  boost::system::error_code error;
  const std::span<char> scratch = reactor_.scratch();
  const std::size_t n = socket_.read_some(asio::buffer(scratch.data(), scratch.size()), error);
  if (error == asio::error::would_block) return Next::wait_read;
  discarded_ += n;
  if (!error && discarded_ < linger_bytes) return Next::step;
  close();
  return Next::stay;
}

}  // namespace chandler::platform::http
