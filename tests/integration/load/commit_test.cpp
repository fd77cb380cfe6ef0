#include <arpa/inet.h>
#include <array>
#include <cstdint>
#include <netinet/in.h>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <utility>

#include <poll.h>

#include "platform/process/shutdown.hpp"
#include "tests/integration/load/fixture.hpp"

namespace chandler::load {
namespace {

class Socket {
 public:
  explicit Socket(int fd) : fd_(fd) { REQUIRE(fd >= 0); }
  ~Socket() { close(fd_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  Socket(Socket&&) = delete;
  Socket& operator=(Socket&&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// As the protocol sends it, so that ON COMMIT DROP is not meant.
constexpr std::string_view the_commit("COMMIT\0", 7);

enum class Cut : std::uint8_t {
  before,  // the COMMIT never reaches the server
  after,   // the server has committed, its answer is lost
};

// Stands between program and server, one connection after the other, and cuts the first that commits.
class CuttingProxy {
 public:
  CuttingProxy(int server_port, Cut cut)
      : server_(loopback(static_cast<std::uint16_t>(server_port))),
        cut_(cut),
        listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    REQUIRE(bind(listener_.fd(), reinterpret_cast<const sockaddr*>(&address), size) == 0);
    REQUIRE(getsockname(listener_.fd(), reinterpret_cast<sockaddr*>(&address), &size) == 0);
    REQUIRE(listen(listener_.fd(), 8) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
  }

  int port() const { return port_; }

 private:
  void serve(const std::stop_token& token) {
    const platform::StopEvent stop(token);
    std::array<pollfd, 2> watched{{{listener_.fd(), POLLIN, 0}, {stop.fd(), POLLIN, 0}}};
    while (poll(watched.data(), watched.size(), -1) > 0 && watched[1].revents == 0) {
      const Socket client(accept(listener_.fd(), nullptr, nullptr));
      const Socket server(socket(AF_INET, SOCK_STREAM, 0));
      if (connect(server.fd(), reinterpret_cast<const sockaddr*>(&server_), sizeof server_) == 0) {
        forward(client.fd(), server.fd(), stop.fd());
      }
    }
  }

  void forward(int client, int server, int stop) {
    std::array<pollfd, 3> watched{{{client, POLLIN, 0}, {server, POLLIN, 0}, {stop, POLLIN, 0}}};
    std::array<char, 65536> buffer{};
    while (poll(watched.data(), watched.size(), -1) > 0 && watched[2].revents == 0) {
      const bool from_client = watched[0].revents != 0;
      const ssize_t got = recv(from_client ? client : server, buffer.data(), buffer.size(), 0);
      if (got <= 0) return;
      const std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
      const bool commits = from_client && !done_ && bytes.contains(the_commit);
      done_ = done_ || commits;
      if (commits && cut_ == Cut::before) return;
      if (send(from_client ? server : client, bytes.data(), bytes.size(), MSG_NOSIGNAL) != got) return;
      if (!commits) continue;
      static_cast<void>(recv(server, buffer.data(), buffer.size(), 0));  // it is committed now
      return;
    }
  }

  sockaddr_in server_;
  Cut cut_;
  Socket listener_;
  int port_ = 0;
  bool done_ = false;  // the proxy's thread only
  std::jthread thread_;
};

core::Expected<std::vector<DataSetResult>> load_through(const Fixture& fixture, Cut cut) {
  Options options = fixture.options();
  auto& parameters = options.database.parameters;
  const CuttingProxy proxy(std::stoi(parameters.at("port")), cut);
  parameters["port"] = std::to_string(proxy.port());
  parameters["sslmode"] = "disable";
  parameters["gssencmode"] = "disable";
  return load::load(options, {});
}

TEST_CASE_METHOD(Fixture, "when the answer to the commit is lost, the ledger tells that it was done") {
  run("CREATE TABLE t(id int PRIMARY KEY); INSERT INTO t VALUES (9)");
  write("t.csv", "id\n1\n2\n");
  const auto results = load_through(*this, Cut::after);
  REQUIRE(results.has_value());
  CHECK(results->front().action == Action::loaded);
  CHECK(results->front().counts.inserted == 2);
  CHECK(value("SELECT count(*) FROM t") == "3");
  CHECK(value("SELECT count(*) FROM chandler.dataset_load") == "1");
}

TEST_CASE_METHOD(Fixture, "when the commit itself is lost, nothing is loaded and another run may help") {
  run("CREATE TABLE t(id int PRIMARY KEY); INSERT INTO t VALUES (9)");
  write("t.csv", "id\n1\n2\n");
  const auto results = load_through(*this, Cut::before);
  REQUIRE_FALSE(results.has_value());
  CHECK(results.error().code == "database.lost");
  CHECK(results.error().outcome == core::Outcome::could_not);
  CHECK(value("SELECT count(*) FROM t") == "1");
  CHECK(load_one().counts.inserted == 2);
}

}  // namespace
}  // namespace chandler::load
