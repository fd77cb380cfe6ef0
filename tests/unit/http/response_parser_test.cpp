#include "platform/http/response_parser.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::platform::http {
namespace {

using State = ResponseParser::State;

struct Read {
  State state = State::more;
  int status = 0;
  std::string body;
};

// In two parts, cut at `at`.
Read read(std::string_view bytes, std::size_t at) {
  Read out;
  ResponseParser parser(false, [&](std::string_view part) {
    out.body += part;
    return true;
  });
  out.state = parser.put(bytes.substr(0, at));
  if (out.state == State::more && at < bytes.size()) out.state = parser.put(bytes.substr(at));
  out.status = parser.status();
  return out;
}

}  // namespace

TEST_CASE("wherever an answer is cut in two, the same is read") {
  const std::string_view answers[]{
      "HTTP/1.1 201 Created\r\nContent-Length: 5\r\nX: y\r\n\r\nhello",
      "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;ext=1\r\nlo\r\n0\r\n\r\n"};
  for (const std::string_view answer : answers) {
    for (std::size_t at = 1; at < answer.size(); ++at) {
      const Read got = read(answer, at);
      CAPTURE(answer, at);
      CHECK(got.state == State::done);
      CHECK(got.status == 201);
      CHECK(got.body == "hello");
    }
  }
}

TEST_CASE("byte by byte, too, and headers are kept in order") {
  std::string body;
  ResponseParser parser(false, [&](std::string_view part) {
    body += part;
    return true;
  });
  State state = State::more;
  CHECK(!parser.began());
  for (const char byte : std::string_view("HTTP/1.1 200 OK\r\nA: 1\r\nB: 2\r\nContent-Length: 2\r\n\r\nok")) {
    REQUIRE(state == State::more);
    state = parser.put({&byte, 1});
  }
  CHECK(state == State::done);
  CHECK(parser.began());
  CHECK(parser.keep_alive());
  CHECK(parser.take_headers() == Headers{{"A", "1"}, {"B", "2"}, {"Content-Length", "2"}});
  CHECK(body == "ok");
}

TEST_CASE("a body without a length ends with the connection, one with a length must not") {
  const auto all = [](std::string_view) { return true; };
  ResponseParser open(false, all);
  CHECK(open.put("HTTP/1.1 200 OK\r\n\r\nabc") == State::more);
  CHECK(open.end_of_stream() == State::done);
  CHECK(!open.keep_alive());
  ResponseParser cut(false, all);
  CHECK(cut.put("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc") == State::more);
  CHECK(cut.end_of_stream() == State::broken);
  CHECK(!cut.failure().empty());
}

TEST_CASE("a connection that ends before a byte of an answer came is broken") {
  ResponseParser parser(false, [](std::string_view) { return true; });
  CHECK(parser.end_of_stream() == State::broken);
  CHECK_FALSE(parser.began());
  CHECK_FALSE(parser.failure().empty());
}

TEST_CASE("a connection that ends in the status line is broken") {
  ResponseParser parser(false, [](std::string_view) { return true; });
  CHECK(parser.put("HT") == State::more);
  CHECK(parser.end_of_stream() == State::broken);
}

TEST_CASE("an answer to HEAD has a length and no body") {
  ResponseParser parser(true, [](std::string_view) { return true; });
  CHECK(parser.put("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n") == State::done);
}

TEST_CASE("what is no HTTP is broken, and so is a head without an end") {
  const auto all = [](std::string_view) { return true; };
  ResponseParser other(false, all);
  CHECK(other.put("SSH-2.0-OpenSSH_9.2\r\n") == State::broken);
  ResponseParser endless(false, all);
  State state = endless.put("HTTP/1.1 200 OK\r\n");
  for (int line = 0; line < 10'000 && state == State::more; ++line) state = endless.put("X-Long: 0123456789\r\n");
  CHECK(state == State::broken);
}

}  // namespace chandler::platform::http
