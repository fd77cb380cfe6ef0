#include "platform/http/channel.hpp"

#include <cerrno>
#include <sys/socket.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "platform/tls/handles.hpp"

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

using tls::SessionHandle;

// OpenSSL works on the socket itself: an idle connection holds no buffers at all, where a pair of memory
// BIOs would cost 70 kB each.
class Tls final : public Channel {
 public:
  Tls(int socket, SessionHandle session) : socket_(socket), ssl_(std::move(session)) {}

  Progress handshake() override {
    return attempt([&] { return SSL_do_handshake(ssl_.get()); });
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

  std::string failure() const override { return failure_; }

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
        failure_ = reason();
        return Progress::closed;  // SSL_shutdown is forbidden from here on
    }
  }

  std::string reason() const {
    if (const long verdict = SSL_get_verify_result(ssl_.get()); verdict != X509_V_OK) {
      return std::string("its certificate is not trusted: ") + X509_verify_cert_error_string(verdict);
    }
    const char* const text = ERR_reason_error_string(ERR_peek_error());
    return text == nullptr ? std::string() : std::string("TLS: ") + text;
  }

  int socket_;
  SessionHandle ssl_;
  bool broken_ = false;
  std::string failure_;
};

}  // namespace

std::unique_ptr<Channel> plain_channel(int socket) {
  return std::make_unique<Plain>(socket);
}

std::unique_ptr<Channel> tls_server_channel(int socket, SSL_CTX* context) {
  SessionHandle ssl(SSL_new(context));
  if (!ssl || SSL_set_fd(ssl.get(), socket) != 1) return nullptr;
  SSL_set_accept_state(ssl.get());
  return std::make_unique<Tls>(socket, std::move(ssl));
}

std::unique_ptr<Channel> tls_client_channel(int socket, SSL_CTX* context, const std::string& host) {
  SessionHandle ssl(SSL_new(context));
  if (!ssl || SSL_set_fd(ssl.get(), socket) != 1) return nullptr;
  SSL_set_connect_state(ssl.get());
  // An address is verified as such, and is no name to ask for (RFC 6066, 3).
  if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl.get()), host.c_str()) != 1) {
    ERR_clear_error();
    if (SSL_set1_host(ssl.get(), host.c_str()) != 1) return nullptr;
    // What the macro SSL_set_tlsext_host_name does, without its cast.
    std::string name = host;
    if (SSL_ctrl(ssl.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data()) != 1) return nullptr;
  }
  return std::make_unique<Tls>(socket, std::move(ssl));
}

}  // namespace chandler::platform::http
