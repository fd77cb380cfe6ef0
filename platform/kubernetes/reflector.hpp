#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <random>
#include <stop_token>
#include <string>
#include <thread>

#include "platform/kubernetes/client.hpp"
#include "platform/kubernetes/store.hpp"
#include "platform/kubernetes/watch_end.hpp"
#include "platform/process/backoff.hpp"

namespace chandler::platform::kubernetes {

struct ReflectorOptions {
  Resource collection;
  Selection selection = {};
  ManagedFields managed_fields = ManagedFields::drop;
  std::size_t page = 500;
  // A watch lasts that long, and up to as long again: the API server's load is spread.
  std::chrono::seconds watch_duration{300};
  std::chrono::milliseconds first_retry{800};
  std::chrono::milliseconds longest_retry{30'000};
};

// Keeps a Store like a collection of the API server: lists it in pages, then watches from there on, with bookmarks; a
// stream that ends is taken up where it was, and what expired is listed anew. While the API server is away, the store
// stays as it was. One thread, which it owns; the Store has to outlive it. A stop ends what runs at once.
class Reflector {
 public:
  // `cluster` is that of the client it makes. Fails when that cannot be made.
  static core::Expected<std::unique_ptr<Reflector>> start(const Cluster& cluster, ReflectorOptions options,
                                                          Store& store);
  ~Reflector();  // ends what runs and joins the thread
  Reflector(const Reflector&) = delete;
  Reflector& operator=(const Reflector&) = delete;
  Reflector(Reflector&&) = delete;
  Reflector& operator=(Reflector&&) = delete;

 private:
  Reflector(Client client, std::stop_source stop, ReflectorOptions options, Store& store);

  void run();
  core::Expected<std::string> list();  // the resourceVersion to watch from
  WatchEnd watch(std::string& version, int failures);
  void put(const WatchEvent& event);
  bool pause();  // false: stop
  void note_failure(const core::Error& error);

  Client client_;
  const ReflectorOptions options_;
  Store& store_;
  Backoff backoff_;
  std::minstd_rand random_{std::random_device{}()};
  std::string failure_;  // logged last
  std::stop_source stop_;
  std::thread thread_;  // the last: it uses the rest
};

}  // namespace chandler::platform::kubernetes
