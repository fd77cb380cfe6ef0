// A load client for admission servers over TLS: N connections from one thread, each with one request at a
// time, as the API server does it. Trusts any certificate. Prints one JSON object.
//
//   client PORT CONNECTIONS SECONDS keep|new BODY_FILE
//   client PORT first BODY_FILE      waits for the first good answer and prints when it came
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <format>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using Stream = asio::ssl::stream<tcp::socket>;

struct Load {
  tcp::endpoint endpoint;
  std::string request;
  bool new_connections = false;
  Clock::time_point counted_from;  // what ends before is warm-up
  Clock::time_point end;
  std::vector<double> milliseconds;
  long failed = 0;
};

asio::awaitable<bool> ask(Stream& stream, const std::string& request) {
  co_await asio::async_write(stream, asio::buffer(request), asio::use_awaitable);
  std::string answer;
  const std::size_t head =
      co_await asio::async_read_until(stream, asio::dynamic_buffer(answer), "\r\n\r\n", asio::use_awaitable);
  const std::size_t at = answer.find("Content-Length: ");
  if (!answer.starts_with("HTTP/1.1 200") || at == std::string::npos || at > head) co_return false;
  const std::size_t whole = head + std::stoul(answer.substr(at + 16));
  if (answer.size() < whole) {
    co_await asio::async_read(stream, asio::dynamic_buffer(answer), asio::transfer_at_least(whole - answer.size()),
                              asio::use_awaitable);
  }
  co_return answer.find("\"allowed\":true") != std::string::npos;
}

asio::awaitable<void> greet(Stream& stream, const tcp::endpoint& endpoint) {
  co_await stream.next_layer().async_connect(endpoint, asio::use_awaitable);
  stream.next_layer().set_option(tcp::no_delay(true));
  co_await stream.async_handshake(asio::ssl::stream_base::client, asio::use_awaitable);
}

asio::awaitable<void> work(Load& load, asio::ssl::context& tls) {
  const auto executor = co_await asio::this_coro::executor;
  while (Clock::now() < load.end) {
    try {
      Stream stream(executor, tls);
      auto began = Clock::now();
      co_await greet(stream, load.endpoint);
      if (!load.new_connections) began = Clock::now();
      do {
        const bool good = co_await ask(stream, load.request);
        const auto ended = Clock::now();
        if (!good) ++load.failed;
        if (ended >= load.counted_from)
          load.milliseconds.push_back(std::chrono::duration<double, std::milli>(ended - began).count());
        began = ended;
      } while (!load.new_connections && Clock::now() < load.end);
    } catch (const std::exception&) {
      ++load.failed;
    }
  }
}

double percentile(const std::vector<double>& sorted, double part) {
  return sorted.empty()
             ? 0
             : sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(part * static_cast<double>(sorted.size())))];
}

std::string request_with(const char* file) {
  std::ifstream in(file);
  const std::string body((std::istreambuf_iterator<char>(in)), {});
  return std::format(
      "POST /mutate?timeout=10s HTTP/1.1\r\nHost: localhost\r\nUser-Agent: kube-apiserver-admission\r\n"
      "Accept: application/json\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
      body.size(), body);
}

int wait_for_first(const tcp::endpoint& endpoint, const std::string& request, asio::ssl::context& tls) {
  const auto limit = Clock::now() + std::chrono::seconds(10);
  while (Clock::now() < limit) {
    asio::io_context context;
    bool good = false;
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void> {
          Stream stream(context, tls);
          co_await greet(stream, endpoint);
          good = co_await ask(stream, request);
        },
        [](std::exception_ptr) {});
    context.run();
    if (good) {
      const auto now = std::chrono::system_clock::now().time_since_epoch();
      std::cout << std::format("{{\"answered\":{:.6f}}}\n", std::chrono::duration<double>(now).count());
      return 0;
    }
  }
  return 1;
}

int main(int argc, char** argv) {
  if (argc != 4 && argc != 6) return 64;
  asio::ssl::context tls(asio::ssl::context::tls_client);
  Load load;
  load.endpoint = {asio::ip::address_v4::loopback(), static_cast<unsigned short>(std::atoi(argv[1]))};
  load.request = request_with(argv[argc - 1]);
  if (argc == 4) return wait_for_first(load.endpoint, load.request, tls);

  load.new_connections = std::string(argv[4]) == "new";
  const auto length = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(std::atof(argv[3])));
  asio::io_context context(1);
  load.counted_from = Clock::now() + length / 4;
  load.end = Clock::now() + length + length / 4;
  for (int i = 0; i < std::atoi(argv[2]); ++i) asio::co_spawn(context, work(load, tls), asio::detached);
  context.run();
  std::ranges::sort(load.milliseconds);
  std::cout << std::format(
      "{{\"requests\":{},\"per_second\":{:.1f},\"p50_ms\":{:.3f},\"p99_ms\":{:.3f},\"failed\":{}}}\n",
      load.milliseconds.size(), static_cast<double>(load.milliseconds.size()) / std::atof(argv[3]),
      percentile(load.milliseconds, 0.5), percentile(load.milliseconds, 0.99), load.failed);
  return load.failed == 0 ? 0 : 1;
}
