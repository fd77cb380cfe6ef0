#include <atomic>
#include <format>
#include <future>
#include <thread>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <httplib.h>

#include "init/wait/wait.hpp"
#include "tests/integration/wait/listener.hpp"

namespace chandler::wait {
namespace {

class Site {
 public:
  explicit Site(const char* address = "127.0.0.1") {
    server.Get("/ready", [this](const httplib::Request& request, httplib::Response& response) {
      host = request.get_header_value("Host");
      response.status = status.load();
    });
    server.Get("/endless", [](const httplib::Request&, httplib::Response& response) {
      response.set_chunked_content_provider(
          "text/plain", [](std::size_t, httplib::DataSink& sink) { return sink.write("more and more ", 14); });
    });
    port = server.bind_to_any_port(address);
    thread_ = std::thread([this] { server.listen_after_bind(); });
    server.wait_until_ready();
  }
  ~Site() {
    server.stop();
    thread_.join();
  }
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;
  Site(Site&&) = delete;
  Site& operator=(Site&&) = delete;

  httplib::Server server;
  std::atomic<int> status = 200;
  std::string host;
  int port = 0;

 private:
  std::thread thread_;
};

Options within(std::chrono::milliseconds timeout) {
  Options options{.timeout = timeout, .first_pause = std::chrono::milliseconds(10)};
  options.surroundings.environment = [](std::string_view) { return std::nullopt; };
  return options;
}

core::Expected<void> wait_at(const std::string& address, std::chrono::milliseconds timeout) {
  const std::vector<std::string> what{address};
  return wait_for_all(what, within(timeout), {});
}

TEST_CASE("an address is ready with a status from 200 to 399") {
  Site site;
  for (const int status : {200, 204, 302}) {
    site.status = status;
    CHECK(wait_at(std::format("http://localhost:{}/ready?full=1", site.port), std::chrono::seconds(10)).has_value());
  }
  CHECK(site.host == std::format("localhost:{}", site.port));
  for (const int status : {404, 503}) {
    site.status = status;
    const auto waited = wait_at(std::format("http://127.0.0.1:{}/ready", site.port), std::chrono::milliseconds(50));
    REQUIRE_FALSE(waited.has_value());
    CHECK(waited.error().message.contains(std::format("it answers with status {}", status)));
  }
}

TEST_CASE("an IPv6 address is asked too") {
  Site site("::1");
  CHECK(wait_at(std::format("http://[::1]:{}/ready", site.port), std::chrono::seconds(10)).has_value());
}

TEST_CASE("an answer without an end is not read to its end") {
  Site site;
  CHECK(wait_at(std::format("http://127.0.0.1:{}/endless", site.port), std::chrono::seconds(10)).has_value());
}

TEST_CASE("an address that becomes ready is waited for") {
  Site site;
  site.status = 503;
  auto waiting = std::async(std::launch::async, [&] {
    return wait_at(std::format("http://127.0.0.1:{}/ready", site.port), std::chrono::seconds(60)).has_value();
  });
  site.status = 200;
  CHECK(waiting.get());
}

TEST_CASE("a server that speaks no TLS is told apart from one that is away") {
  Site site;
  const auto waited = wait_at(std::format("https://127.0.0.1:{}/ready", site.port), std::chrono::milliseconds(50));
  REQUIRE_FALSE(waited.has_value());
  CHECK(waited.error().message.contains("TLS"));
}

TEST_CASE("a server that accepts and never answers does not hold up a stop") {
  const Listener silent;
  silent.open();
  std::stop_source stop;
  const std::vector<std::string> what{std::format("http://127.0.0.1:{}/", silent.port())};
  auto waiting = std::async(std::launch::async,
                            [&] { return wait_for_all(what, within(std::chrono::hours(1)), stop.get_token()); });
  const auto began = std::chrono::steady_clock::now();
  stop.request_stop();
  CHECK_FALSE(waiting.get().has_value());
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(3));
}

}  // namespace
}  // namespace chandler::wait
