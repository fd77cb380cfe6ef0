#include "platform/http/channel.hpp"

#include <cerrno>
#include <sys/socket.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace chandler::platform::http {
namespace {

class Plain final : public Channel {
 public:
  explicit Plain(int socket) : socket_(socket) {}

  Progress handshake() override { return Progress::done; }

  Transfer read(std::span<char> into) override {
    const ssize_t n = retried([&] { return recv(socket_, into.data(), into.size(), 0); });
    if (n == 0) return {Progress::closed};
    return result(n, Progress::want_read);
  }

  Transfer write(std::span<const char> from) override {
    return result(retried([&] { return send(socket_, from.data(), from.size(), MSG_NOSIGNAL); }), Progress::want_write);
  }

  void finish() override { shutdown(socket_, SHUT_WR); }

 private:
  template <typename Call>
  static ssize_t retried(Call call) {
    ssize_t n = 0;
    do n = call();
    while (n < 0 && errno == EINTR);
    return n;
  }

  static Transfer result(ssize_t n, Progress blocked) {
    if (n >= 0) return {Progress::done, static_cast<std::size_t>(n)};
    return {errno == EAGAIN || errno == EWOULDBLOCK ? blocked : Progress::closed};
  }

  int socket_;
};

struct FreeSsl {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};
using Session = std::unique_ptr<SSL, FreeSsl>;

// OpenSSL works on the socket itself: an idle connection holds no buffers at all, where a pair of memory
// BIOs would cost 70 kB each.
class Tls final : public Channel {
 public:
  Tls(int socket, Session session) : socket_(socket), ssl_(std::move(session)) {}

  Progress handshake() override {
    return attempt([&] { return SSL_accept(ssl_.get()); });
  }

  Transfer read(std::span<char> into) override {
    std::size_t n = 0;
    const Progress progress = attempt([&] { return SSL_read_ex(ssl_.get(), into.data(), into.size(), &n); });
    return {progress, n};
  }

  Transfer write(std::span<const char> from) override {
    std::size_t n = 0;
    const Progress progress = attempt([&] { return SSL_write_ex(ssl_.get(), from.data(), from.size(), &n); });
    return {progress, n};
  }

  void finish() override {
    if (!broken_ && SSL_is_init_finished(ssl_.get()) != 0) {
      ERR_clear_error();
      SSL_shutdown(ssl_.get());
      ERR_clear_error();
    }
    shutdown(socket_, SHUT_WR);
  }

 private:
  template <typename Call>
  Progress attempt(Call call) {
    ERR_clear_error();  // the queue belongs to the thread: an error of another connection would be taken for ours
    const int result = call();
    if (result == 1) return Progress::done;
    switch (SSL_get_error(ssl_.get(), result)) {
      case SSL_ERROR_WANT_READ:
        return Progress::want_read;
      case SSL_ERROR_WANT_WRITE:
        return Progress::want_write;
      case SSL_ERROR_ZERO_RETURN:
        return Progress::closed;
      default:
        broken_ = true;
        return Progress::closed;  // SSL_shutdown is forbidden from here on
    }
  }

  int socket_;
  Session ssl_;
  bool broken_ = false;
};

}  // namespace

std::unique_ptr<Channel> plain_channel(int socket) {
  return std::make_unique<Plain>(socket);
}

std::unique_ptr<Channel> tls_channel(int socket, SSL_CTX* context) {
  Session ssl(SSL_new(context));
  if (!ssl || SSL_set_fd(ssl.get(), socket) != 1) return nullptr;
  return std::make_unique<Tls>(socket, std::move(ssl));
}

}  // namespace chandler::platform::http
