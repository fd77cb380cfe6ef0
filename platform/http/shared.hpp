#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>

#include "platform/http/server.hpp"
#include "platform/http/worker_pool.hpp"

namespace chandler::platform::http {

// What all connections of one server share. Owned by the server, outlives every connection.
struct Shared {
  ServerOptions options;
  Handler handler;
  std::unique_ptr<WorkerPool> workers;  // null: handlers run on the I/O threads

  std::atomic<bool> draining = false;  // ask clients to leave
  std::atomic<bool> stopping = false;  // and take no further request from them

  std::atomic<std::int64_t> connections = 0;
  std::atomic<std::uint64_t> accepted = 0;
  std::atomic<std::uint64_t> handshakes_failed = 0;
  std::atomic<std::uint64_t> timed_out = 0;
  std::atomic<std::uint64_t> turned_away = 0;

  // Told when `connections` reaches zero.
  std::mutex gone_mutex;
  std::condition_variable gone;
};

}  // namespace chandler::platform::http
