#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "platform/http/client.hpp"
#include "platform/net/socket.hpp"

namespace chandler::tests {

// Stands before an API server, in clear on 127.0.0.1: notes down what is asked, and does to it what a test says. One
// request a connection.
class ApiProxy {
 public:
  struct Request {
    std::string method;
    std::string target;  // path and query
    std::string authorization;
    std::string content_type;
    std::string body;

    bool writes() const { return method != "GET"; }
    bool about(std::string_view text) const { return target.contains(text); }
  };
  struct Fault {
    enum class Kind : std::uint8_t {
      answer,    // with `head` and `body`, in the server's place
      cut,       // the connection ends without an answer
      cut_after  // it is passed on, and the answer ends after so many bytes of its body
    };
    Kind kind = Kind::cut;
    std::string head = {};  // "429 Too Many Requests\r\nRetry-After: 1"
    std::string body = {};
    std::size_t bytes = 0;
  };
  // Called by several threads. Nullopt: it is passed on.
  using Script = std::function<std::optional<Fault>(const Request&)>;

  explicit ApiProxy(platform::http::Origin upstream);
  ~ApiProxy() = default;
  ApiProxy(const ApiProxy&) = delete;
  ApiProxy& operator=(const ApiProxy&) = delete;
  ApiProxy(ApiProxy&&) = delete;
  ApiProxy& operator=(ApiProxy&&) = delete;

  std::uint16_t port() const { return port_; }
  void follow(Script script);
  // Ends what is open: the streams of watches.
  void cut();

  std::vector<Request> requests() const;
  // How many were like this.
  std::size_t count(const std::function<bool(const Request&)>& like) const;

 private:
  struct Connection {
    std::stop_source stop;
    std::jthread thread;
  };

  void accept(const std::stop_token& stop);
  void serve(int client, const std::stop_token& stop);
  void pass_on(int client, const Request& request, std::size_t most, const std::stop_token& stop) const;

  const platform::http::Origin upstream_;
  platform::net::Socket listener_;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  Script script_;
  std::vector<Request> requests_;
  std::list<Connection> connections_;
  std::jthread acceptor_;  // the last: it uses the rest
};

}  // namespace chandler::tests
