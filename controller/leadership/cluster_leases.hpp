#pragma once

#include <memory>

#include "controller/leadership/lease_store.hpp"
#include "controller/leadership/timing.hpp"
#include "platform/kubernetes/client.hpp"

namespace chandler::controller::leadership {

// The Lease in the cluster. Needs get, create and update, and watch to see a release at once.
class ClusterLeases final : public LeaseStore {
 public:
  // `stop` ends waiting alone: the lease has to be released behind it.
  static core::Expected<std::unique_ptr<ClusterLeases>> make(const platform::kubernetes::Cluster& cluster,
                                                             platform::kubernetes::objects::ObjectKey lease,
                                                             const Timing& timing, const std::stop_token& stop);

  core::Expected<std::optional<Lease>> get() override;
  core::Expected<Lease> put(const Lease& lease) override;
  void await_change(const std::string& version, std::chrono::milliseconds longest,
                    const std::stop_token& stop) override;

 private:
  ClusterLeases(platform::kubernetes::Client client, platform::kubernetes::Client watcher,
                platform::kubernetes::objects::ObjectKey lease)
      : client_(std::move(client)), watcher_(std::move(watcher)), key_(std::move(lease)) {}

  platform::kubernetes::Resource resource() const;

  platform::kubernetes::Client client_;
  platform::kubernetes::Client watcher_;
  platform::kubernetes::objects::ObjectKey key_;
};

}  // namespace chandler::controller::leadership
