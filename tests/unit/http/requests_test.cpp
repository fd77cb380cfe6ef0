#include <stdexcept>

#include <catch2/catch_test_macros.hpp>

#include "tests/support/eventually.hpp"
#include "tests/unit/http/running_server.hpp"

namespace chandler::tests {
namespace {
using Tls = RawClient::Tls;
}

TEST_CASE("requests on one connection are answered in turn") {
  const auto server = start({});
  RawClient client(server->port(), Tls::none);
  for (const char* body : {"one", "two", ""}) {
    REQUIRE(client.send(post("/a?timeout=5s", body)));
    const auto response = client.receive();
    REQUIRE(response);
    CHECK(response->status == 200);
    CHECK(response->body == std::string("POST /a ") + body);
    CHECK(!response->header.contains("Connection: close"));
  }
}

TEST_CASE("pipelined requests are answered in their order") {
  const auto server = start({.workers = 2});
  RawClient client(server->port(), Tls::none);
  std::string requests;
  for (int i = 0; i < 50; ++i) requests += post("/" + std::to_string(i), "x");
  REQUIRE(client.send(requests));
  for (int i = 0; i < 50; ++i) {
    const auto response = client.receive();
    REQUIRE(response);
    CHECK(response->body == "POST /" + std::to_string(i) + " x");
  }
}

TEST_CASE("a request may come byte by byte") {
  const auto server = start({});
  RawClient client(server->port(), Tls::none);
  for (const char byte : post("/slow", "body")) REQUIRE(client.send(std::string_view(&byte, 1)));
  CHECK(client.receive().value().body == "POST /slow body");
}

TEST_CASE("a chunked body arrives whole") {
  const auto server = start({});
  RawClient client(server->port(), Tls::none);
  REQUIRE(
      client.send("POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"));
  CHECK(client.receive().value().body == "POST /c abcde");
}

TEST_CASE("a client that waits for 100-continue gets it before it sends the body") {
  const auto server = start({});
  RawClient client(server->port(), Tls::none);
  REQUIRE(client.send("POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n"));
  CHECK(client.receive().value().status == 100);
  REQUIRE(client.send("body"));
  CHECK(client.receive().value().body == "POST /e body");
}

TEST_CASE("HEAD is answered with a length and no body") {
  const auto server = start({});
  RawClient client(server->port(), Tls::none);
  REQUIRE(client.send("HEAD /h HTTP/1.1\r\nHost: x\r\n\r\n" + get("/after")));
  const auto head = client.receive(true);
  REQUIRE(head);
  CHECK(head->header.contains("Content-Length: 8\r\n"));
  CHECK(client.receive().value().body == "GET /after ");
}

TEST_CASE("the connection ends after the answer when the client wants it so") {
  const auto server = start({});
  for (const char* request : {"GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"}) {
    RawClient client(server->port(), Tls::none);
    REQUIRE(client.send(request));
    CHECK(client.receive().value().header.contains("Connection: close"));
    CHECK(client.closed());
  }
}

TEST_CASE("what a handler throws never reaches the client") {
  for (const std::size_t workers : {0UZ, 1UZ}) {
    const auto server =
        start({.workers = workers}, [](const platform::http::Request& request) -> platform::http::Response {
          if (request.path == "/int") throw 42;
          throw std::runtime_error("the password is hunter2");
        });
    RawClient client(server->port(), Tls::none);
    for (const char* path : {"/std", "/int"}) {
      REQUIRE(client.send(get(path)));
      const auto response = client.receive();
      REQUIRE(response);
      CHECK(response->status == 500);
      CHECK(response->body == "internal error\n");
      CHECK(!response->header.contains("hunter2"));
    }
  }
}

TEST_CASE("what is no HTTP is answered with 400 and hung up on") {
  const auto server = start({});
  for (const char* bytes : {"\x16\x03\x01\x02garbage\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/1.1\r\nbad header\r\n\r\n",
                            "POST / HTTP/1.1\r\nContent-Length: minus\r\n\r\n"}) {
    RawClient client(server->port(), Tls::none);
    REQUIRE(client.send(bytes));
    const auto response = client.receive();
    REQUIRE(response);
    CHECK(response->status == 400);
    CHECK(client.closed());
  }
}

TEST_CASE("clients that vanish hurt nobody") {
  const auto server = start({.workers = 1});
  for (int i = 0; i < 20; ++i) {
    RawClient half(server->port(), Tls::none);
    REQUIRE(half.send("POST /gone HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"));
    half.reset();
    RawClient impatient(server->port(), Tls::none);
    REQUIRE(impatient.send(post("/gone", "whole")));
    impatient.reset();
  }
  RawClient client(server->port(), Tls::none);
  REQUIRE(client.send(get("/still-here")));
  CHECK(client.receive().value().status == 200);
  CHECK(eventually([&] { return server->statistics().connections == 1; }));
}

}  // namespace chandler::tests
