#include "controller/api/client_pool.hpp"

#include <utility>

namespace chandler::controller::api {

namespace kubernetes = platform::kubernetes;

core::Expected<std::unique_ptr<ClientPool>> ClientPool::make(kubernetes::Cluster cluster,
                                                             kubernetes::ClientOptions options) {
  std::unique_ptr<ClientPool> pool(new ClientPool(std::move(cluster), std::move(options)));
  auto first = pool->take();
  if (!first) return std::unexpected(first.error());
  pool->give_back(*std::move(first));
  return pool;
}

ClientPool::ClientPool(kubernetes::Cluster cluster, kubernetes::ClientOptions options)
    : cluster_(std::move(cluster)), options_(std::move(options)) {}

core::Expected<ClientPool::Client> ClientPool::take() {
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      Client client = std::move(idle_.back());
      idle_.pop_back();
      return client;
    }
  }
  return Client::make(cluster_, options_);
}

void ClientPool::give_back(Client client) {
  const std::scoped_lock lock(mutex_);
  idle_.push_back(std::move(client));
}

}  // namespace chandler::controller::api
