#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <openssl/ssl.h>

#include "platform/tls/server_context.hpp"
#include "tests/support/eventually.hpp"
#include "tests/unit/http/running_server.hpp"

namespace chandler::tests {
namespace {

using Tls = RawClient::Tls;
using platform::tls::ServerContext;

bool answers(RawClient& client) {
  return client.send(get("/")) && client.receive().value_or(RawResponse{}).status == 200;
}

}  // namespace

TEST_CASE("TLS 1.3 and 1.2 are spoken, and of h2 and http/1.1 the latter is chosen") {
  const auto server = start({.tls = slot_with_certificate()});
  RawClient newer(server->port(), Tls::v13);
  CHECK(newer.protocol() == "TLSv1.3");
  CHECK(newer.alpn() == "http/1.1");
  CHECK(answers(newer));
  RawClient older(server->port(), Tls::v12);
  CHECK(older.protocol() == "TLSv1.2");
  CHECK(answers(older));
}

TEST_CASE("a body of many TLS records arrives whole") {
  const auto server = start({.tls = slot_with_certificate()});
  RawClient client(server->port(), Tls::v13);
  const std::string body(std::size_t{3} * 1024 * 1024, 'x');
  REQUIRE(client.send(post("/", body)));
  CHECK(client.receive().value().body == "POST / " + body);
}

TEST_CASE("a session is resumed by its ticket") {
  const auto server = start({.tls = slot_with_certificate()});
  RawClient first(server->port(), Tls::v13);
  REQUIRE(answers(first));  // the ticket comes with the first answer
  const std::unique_ptr<SSL_SESSION, decltype(&SSL_SESSION_free)> session(first.session(), SSL_SESSION_free);
  RawClient second(server->port(), Tls::v13, session.get());
  CHECK(!first.resumed());
  CHECK(second.resumed());
  CHECK(answers(second));
}

TEST_CASE("a plain request on the TLS port is no handshake, and hurts nobody") {
  const auto server = start({.tls = slot_with_certificate()});
  RawClient plain(server->port(), Tls::none);
  REQUIRE(plain.send(get("/")));
  CHECK(eventually([&] { return server->statistics().handshakes_failed == 1; }));
  RawClient client(server->port(), Tls::v13);
  CHECK(answers(client));
}

TEST_CASE("without a certificate connections are turned away, with one they are served") {
  const auto slot = std::make_shared<platform::tls::ServerSlot>();
  const auto server = start({.tls = slot});
  CHECK_THROWS(RawClient(server->port(), Tls::v13));
  CHECK(eventually([&] { return server->statistics().turned_away == 1; }));
  slot->set(new_certificate());
  RawClient client(server->port(), Tls::v13);
  CHECK(answers(client));
}

TEST_CASE("a new certificate is for new connections, and no request fails meanwhile") {
  const auto slot = slot_with_certificate();
  const auto server = start({.tls = slot});
  RawClient old(server->port(), Tls::v13);
  REQUIRE(answers(old));
  const std::string before = old.presented();

  std::atomic<bool> stop = false;
  std::atomic<int> failed = 0;
  std::atomic<int> served = 0;
  std::vector<std::jthread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&] {
      while (!stop) {
        try {
          RawClient client(server->port(), Tls::v13);
          failed += answers(client) && answers(client) ? 0 : 1;
        } catch (const std::exception&) {
          ++failed;
        }
        ++served;
      }
    });
  }
  for (int swap = 0; swap < 20; ++swap) {
    const int seen = served;
    slot->set(new_certificate());
    CHECK(eventually([&] { return served > seen; }));
  }
  stop = true;
  clients.clear();
  CHECK(failed == 0);
  CHECK(answers(old));
  RawClient fresh(server->port(), Tls::v13);
  CHECK(fresh.presented() != before);
}

TEST_CASE("what is no certificate and key is refused without showing the key") {
  const certs::Bundle one = certs::issue({.dns_names = {"a"}}, std::chrono::system_clock::now()).value();
  const certs::Bundle two = certs::issue({.dns_names = {"b"}}, std::chrono::system_clock::now()).value();
  const auto code = [](const auto& made) { return made ? std::string("made") : made.error().code; };
  CHECK(code(ServerContext::make(one.chain, two.key)) == "tls.certificate");
  CHECK(code(ServerContext::make("", one.key)) == "tls.certificate");
  CHECK(code(ServerContext::make(one.chain, "")) == "tls.certificate");
  CHECK(code(ServerContext::make(one.key, one.chain)) == "tls.certificate");
  CHECK(!core::describe(ServerContext::make(one.chain, two.key).error()).contains("PRIVATE"));
}

}  // namespace chandler::tests
