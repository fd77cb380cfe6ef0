#pragma once

#include <chrono>
#include <map>
#include <set>
#include <stop_token>
#include <string>

#include "controller/cache/caches.hpp"
#include "controller/events/recorder.hpp"
#include "controller/status/census.hpp"
#include "controller/status/healer.hpp"
#include "controller/status/metrics.hpp"
#include "controller/status/touched.hpp"
#include "controller/status/writer.hpp"
#include "core/injection/settings.hpp"

namespace chandler::controller::status {

struct SyncOptions {
  std::chrono::milliseconds interval{30'000};  // all workloads are looked at so often
  std::chrono::milliseconds pause{2'000};      // from one look to the next, however much changes
};

// What the status sync works with. Borrowed.
struct SyncParts {
  const Caches& caches;
  const core::injection::Settings& settings;
  platform::kubernetes::Client& client;
  events::Recorder& recorder;
  Metrics& metrics;
  Touched& touched;
};

// Looks at workloads that changed, or may have by the time, writes what changed to their Provisions, tells of it as
// Events, and heals. For one term of the leader: what it remembers between two looks is in the Provisions, but for
// healing. One thread.
class Sync {
 public:
  Sync(const SyncParts& parts, SyncOptions options);

  // Until the stop.
  void run(const std::stop_token& stop);

 private:
  using Workload = platform::kubernetes::objects::Workload;
  using Provision = platform::kubernetes::objects::Provision;
  using Clock = std::chrono::steady_clock;

  // A write that the cache has not seen yet.
  struct Pending {
    std::string over;     // the version it was done over; "": it was created
    std::string version;  // what it has since
    Clock::time_point since;
  };

  // One workload, between two looks.
  struct Known {
    std::shared_ptr<const Workload> workload;  // that `asked` is of
    Asked asked;
    std::string last;  // the status that was written last, or would have been
    std::optional<Pending> pending;
    std::vector<MountFailure> mount_failures;
    std::optional<Clock::time_point> mounts_asked;
    Healing healing;
    Time due;  // until then nothing changes by itself
  };

  void look(std::set<WorkloadKey> changed, bool all, const std::stop_token& stop);
  void look_at(const WorkloadKey& key, const Census& census);
  void forget(const WorkloadKey& key);
  void ask_about_mounts(Known& known, const Pods& pods, Time now);
  static void settle(Known& known, const Provision* there);
  // What is in the Provision, as far as is known.
  static const std::string& present(const Known& known, const Provision* there);
  bool publish(const Workload& workload, const Provision* there, Known& known, const nlohmann::json& status);
  // Those that are there, and those that were, unless nothing can have changed.
  std::set<WorkloadKey> due(Time now) const;

  SyncParts parts_;
  SyncOptions options_;
  Writer writer_;
  Healer healer_;
  std::map<WorkloadKey, Known> known_;
  std::map<WorkloadKey, Figures> figures_;
  std::set<WorkloadKey> unwritten_;  // to be looked at again soon
  std::size_t mount_questions_ = 0;  // in this look
};

}  // namespace chandler::controller::status
