#pragma once

#include "controller/events/recorder.hpp"
#include "controller/status/healing.hpp"
#include "platform/kubernetes/client.hpp"
#include "platform/metrics/registry.hpp"

namespace chandler::controller::status {

// Evicts, by the eviction API, one pod of a workload that was made while the webhook was away, when it is time for one.
// Borrows all. One thread.
class Healer {
 public:
  Healer(platform::kubernetes::Client& client, events::Recorder& recorder, platform::metrics::Family& evictions)
      : client_(client), recorder_(recorder), evictions_(evictions) {}

  void heal(const events::Regarding& workload, const Pods& pods, Healing& healing);

 private:
  void evict(const events::Regarding& workload, const Pod& pod);
  void tell(const events::Regarding& workload, events::Event::Type type, std::string reason, std::string note);

  platform::kubernetes::Client& client_;
  events::Recorder& recorder_;
  platform::metrics::Family& evictions_;
};

}  // namespace chandler::controller::status
