#pragma once

#include <map>

#include "controller/cache/caches.hpp"
#include "controller/status/situation.hpp"

namespace chandler::controller::status {

// What the caches hold, sorted by whose it is, as of one moment: to look at many workloads, each thing is touched once.
class Census {
 public:
  // Borrows the caches.
  explicit Census(const Caches& caches);

  // All but what is asked for and what Events say.
  Situation situation_of(const WorkloadKey& key) const;

 private:
  struct Group {
    Pods pods;
    std::vector<std::shared_ptr<const Job>> jobs;
    Pods job_pods;
  };

  const Caches& caches_;
  std::map<WorkloadKey, Group> groups_;
};

}  // namespace chandler::controller::status
