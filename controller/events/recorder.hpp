#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "controller/events/event.hpp"
#include "platform/kubernetes/client.hpp"

namespace chandler::controller::events {

// Which events were written, and when the same is worth another write. Pure.
class Memory {
 public:
  using Time = std::chrono::steady_clock::time_point;
  // The API server forgets an Event that nothing was written to for an hour.
  static constexpr std::chrono::minutes repeated{50};

  // How often it was seen with this time, if it is to be written now: new, or for long not written. Nullopt: not now.
  std::optional<std::int64_t> note(const std::string& name, bool lasting, Time now);
  // It could not be written: the next time counts as the first.
  void forget(const std::string& name) { seen_.erase(name); }

 private:
  struct Seen {
    Time written;
    std::int64_t count = 0;
  };
  std::map<std::string, Seen> seen_;
};

// Writes Events, each once while it stays true, and now and then again so that it is not forgotten. Losing one loses
// nothing else: a failure is logged. Threads: any, each with a client of its own.
class Recorder {
 public:
  explicit Recorder(std::string instance) : instance_(std::move(instance)) {}

  void record(platform::kubernetes::Client& client, const Event& event);

 private:
  const std::string instance_;
  std::mutex mutex_;
  Memory memory_;
};

}  // namespace chandler::controller::events
