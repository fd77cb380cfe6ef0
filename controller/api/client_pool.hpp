#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "platform/kubernetes/client.hpp"

namespace chandler::controller::api {

// Connections to the API server for handlers: as many as are used at once, kept. Threads: any.
class ClientPool {
 public:
  using Client = platform::kubernetes::Client;

  // Fails when no client can be made of `cluster`.
  static core::Expected<std::unique_ptr<ClientPool>> make(platform::kubernetes::Cluster cluster,
                                                          platform::kubernetes::ClientOptions options);

  // Calls `use` with a client that nobody else has meanwhile.
  template <typename Use>
  auto with(Use use) -> decltype(use(std::declval<Client&>())) {
    auto client = take();
    if (!client) return std::unexpected(client.error());
    auto result = use(*client);
    give_back(*std::move(client));
    return result;
  }

 private:
  ClientPool(platform::kubernetes::Cluster cluster, platform::kubernetes::ClientOptions options);
  core::Expected<Client> take();
  void give_back(Client client);

  const platform::kubernetes::Cluster cluster_;
  const platform::kubernetes::ClientOptions options_;
  std::mutex mutex_;
  std::vector<Client> idle_;
};

}  // namespace chandler::controller::api
