#include "tests/unit/http/raw_client.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <format>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/time.h>

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <unistd.h>

namespace chandler::tests {
namespace {

constexpr std::array<unsigned char, 12> protocols{2, 'h', '2', 8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

int connect_to(std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) throw std::runtime_error("no socket: is the limit of open files too low?");
  const timeval limit{.tv_sec = 10, .tv_usec = 0};
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    close(fd);
    throw std::runtime_error("cannot connect");
  }
  return fd;
}

SSL_CTX* client_context() {
  static SSL_CTX* context = [] {
    std::signal(SIGPIPE, SIG_IGN);
    SSL_CTX* made = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_session_cache_mode(made, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_set_alpn_protos(made, protocols.data(), protocols.size());
    return made;
  }();
  return context;
}

std::size_t length_in(std::string_view header) {
  static constexpr std::string_view name = "Content-Length: ";
  const std::size_t at = header.find(name);
  std::size_t length = 0;
  if (at != std::string_view::npos)
    std::from_chars(header.data() + at + name.size(), header.data() + header.size(), length);
  return length;
}

}  // namespace

struct RawClient::State {
  int fd = -1;
  SSL* ssl = nullptr;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  State(State&&) = delete;
  State& operator=(State&&) = delete;
  ~State() {
    SSL_free(ssl);
    close(fd);
  }
};

RawClient::RawClient(std::uint16_t port, Tls tls, SSL_SESSION* resume, bool handshake)
    : state_(std::make_unique<State>()) {
  state_->fd = connect_to(port);
  if (tls == Tls::none) return;
  state_->ssl = SSL_new(client_context());
  SSL_set_fd(state_->ssl, state_->fd);
  if (tls == Tls::v12) SSL_set_max_proto_version(state_->ssl, TLS1_2_VERSION);
  if (resume != nullptr) SSL_set_session(state_->ssl, resume);
  if (handshake && !shake_hands()) throw std::runtime_error("the TLS handshake failed");
}

RawClient::~RawClient() = default;
RawClient::RawClient(RawClient&&) noexcept = default;
RawClient& RawClient::operator=(RawClient&&) noexcept = default;

bool RawClient::shake_hands() {
  return SSL_connect(state_->ssl) == 1;
}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto n = state_->ssl != nullptr ? SSL_write(state_->ssl, bytes.data(), static_cast<int>(bytes.size()))
                                          : ::send(state_->fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

int RawClient::read_some(char* into, std::size_t size) {
  return state_->ssl != nullptr ? SSL_read(state_->ssl, into, static_cast<int>(size))
                                : static_cast<int>(recv(state_->fd, into, size, 0));
}

std::optional<RawResponse> RawClient::receive(bool head) {
  std::array<char, 16384> buffer{};
  for (;;) {
    const std::size_t end = received_.find("\r\n\r\n");
    if (end != std::string::npos) {
      RawResponse response{.header = received_.substr(0, end + 4)};
      const std::size_t length = head ? 0 : length_in(response.header);
      if (received_.size() >= end + 4 + length) {
        std::from_chars(response.header.data() + 9, response.header.data() + 12, response.status);
        response.body = received_.substr(end + 4, length);
        received_.erase(0, end + 4 + length);
        return response;
      }
    }
    const int n = read_some(buffer.data(), buffer.size());
    if (n <= 0) return std::nullopt;
    received_.append(buffer.data(), static_cast<std::size_t>(n));
  }
}

bool RawClient::closed() {
  char byte = 0;
  errno = 0;
  return received_.empty() && read_some(&byte, 1) <= 0 && errno != EAGAIN;
}

void RawClient::reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  setsockopt(state_->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close(state_->fd);
  state_->fd = -1;
}

bool RawClient::resumed() const {
  return SSL_session_reused(state_->ssl) == 1;
}
std::string RawClient::protocol() const {
  return SSL_get_version(state_->ssl);
}
SSL_SESSION* RawClient::session() const {
  return SSL_get1_session(state_->ssl);
}

std::string RawClient::alpn() const {
  const unsigned char* name = nullptr;
  unsigned int length = 0;
  SSL_get0_alpn_selected(state_->ssl, &name, &length);
  return {reinterpret_cast<const char*>(name), length};
}

std::string RawClient::presented() const {
  BIO* bio = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(bio, SSL_get0_peer_certificate(state_->ssl));
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string pem(data, static_cast<std::size_t>(size));
  BIO_free(bio);
  return pem;
}

std::string get(std::string_view path) {
  return std::format("GET {} HTTP/1.1\r\nHost: test\r\n\r\n", path);
}

std::string post(std::string_view path, std::string_view body) {
  return std::format("POST {} HTTP/1.1\r\nHost: test\r\nContent-Length: {}\r\n\r\n{}", path, body.size(), body);
}

}  // namespace chandler::tests
