#include <chrono>
#include <format>
#include <memory>
#include <stop_token>

#include <httplib.h>

#include "init/wait/dial.hpp"
#include "init/wait/probe.hpp"

namespace chandler::wait {
namespace {

constexpr std::chrono::seconds longest_answer{5};

std::string reason_of(const httplib::Result& result, bool tls) {
  if (tls && result.error() == httplib::Error::SSLServerVerification) {
    return "its certificate is not trusted (SSL_CERT_FILE names the CAs to trust)";
  }
  if (tls && result.error() == httplib::Error::SSLServerHostnameVerification) {
    return "its certificate is for another name";
  }
  return std::format("no HTTP answer ({})", httplib::to_string(result.error()));
}

std::unique_ptr<httplib::ClientImpl> client_for(const Http& target) {
  if (!target.tls) return std::make_unique<httplib::ClientImpl>(target.host, target.port);
  auto client = std::make_unique<httplib::SSLClient>(target.host, target.port);
  client->enable_server_certificate_verification(true);
  return client;
}

Readiness get(const Http& target, const std::string& address, const Patience& patience) {
  const auto client = client_for(target);
  // Resolved by `dial`, which a stop can interrupt.
  client->set_hostname_addr_map({{target.host, address}});
  client->set_connection_timeout(longest_answer);
  client->set_read_timeout(longest_answer);
  client->set_write_timeout(longest_answer);
  const std::stop_callback interrupt(patience.stop, [&] { client->stop(); });
  int status = 0;
  // The status is all that counts: the body is left unread.
  const auto head = [&](const httplib::Response& response) {
    status = response.status;
    return false;
  };
  const auto body = [](const char*, std::size_t) { return false; };
  const httplib::Result result = client->Get(target.path, {{"User-Agent", "chandler/" CHANDLER_VERSION}}, head, body);
  if (result) status = result->status;  // without a body, `head` is not called
  if (status == 0) return {.reason = reason_of(result, target.tls)};
  if (status >= 200 && status < 400) return {.ready = true};
  return {.reason = std::format("it answers with status {}", status)};
}

}  // namespace

Probe http_probe(const Http& target) {
  return [target](const Patience& patience) -> core::Expected<Readiness> {
    const auto address = dial(target.host, target.port, patience);
    if (!address) return Readiness{.reason = address.error()};
    return get(target, *address, patience);
  };
}

}  // namespace chandler::wait
