#include "controller/leadership/cluster_leases.hpp"

#include <nlohmann/json.hpp>

#include "platform/kubernetes/watch_event.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::controller::leadership {

namespace kubernetes = platform::kubernetes;

namespace {

core::Expected<kubernetes::objects::Lease> read(const nlohmann::json& object) {
  auto lease = kubernetes::objects::read_lease(object);
  if (lease) return *std::move(lease);
  return std::unexpected(core::Error{.outcome = core::Outcome::could_not,
                                     .code = std::string(kubernetes::code::unreachable),
                                     .message = "what the API server answered is no Lease"});
}

}  // namespace

core::Expected<std::unique_ptr<ClusterLeases>> ClusterLeases::make(const kubernetes::Cluster& cluster,
                                                                   kubernetes::objects::ObjectKey lease,
                                                                   const Timing& timing, const std::stop_token& stop) {
  const kubernetes::ClientOptions options{
      .connect_timeout = timing.request(), .request_timeout = timing.request(), .whole_timeout = timing.request()};
  auto client = kubernetes::Client::make(cluster, options);
  if (!client) return std::unexpected(client.error());
  kubernetes::ClientOptions stopped = options;
  stopped.stop = stop;
  auto watcher = kubernetes::Client::make(cluster, stopped);
  if (!watcher) return std::unexpected(watcher.error());
  return std::unique_ptr<ClusterLeases>(new ClusterLeases(*std::move(client), *std::move(watcher), std::move(lease)));
}

kubernetes::Resource ClusterLeases::resource() const {
  return {.group = "coordination.k8s.io", .plural = "leases", .namespace_name = key_.namespace_name, .name = key_.name};
}

core::Expected<std::optional<LeaseStore::Lease>> ClusterLeases::get() {
  const auto object = client_.get(resource());
  if (!object && object.error().code == kubernetes::code::not_found) return std::nullopt;
  if (!object) return std::unexpected(object.error());
  return read(*object);
}

core::Expected<LeaseStore::Lease> ClusterLeases::put(const Lease& lease) {
  kubernetes::Resource target = resource();
  if (lease.resource_version.empty()) target.name.clear();
  const nlohmann::json object = to_json(lease);
  const auto written =
      lease.resource_version.empty() ? client_.create(target, object) : client_.replace(target, object);
  if (!written) return std::unexpected(written.error());
  return read(*written);
}

void ClusterLeases::await_change(const std::string& version, std::chrono::milliseconds longest,
                                 const std::stop_token& stop) {
  const auto end = std::chrono::steady_clock::now() + longest;
  bool changed = false;
  kubernetes::Resource collection = resource();
  collection.name.clear();
  if (!version.empty() && longest >= std::chrono::seconds(1)) {
    // Where it may not be watched, the time passes below.
    static_cast<void>(watcher_.watch(collection,
                                     {.selection = {.labels = {}, .fields = "metadata.name=" + key_.name},
                                      .resource_version = version,
                                      .duration = std::chrono::floor<std::chrono::seconds>(longest)},
                                     [&](kubernetes::WatchEvent&& event) {
                                       changed = event.type != kubernetes::WatchEvent::Type::bookmark;
                                       return !changed;
                                     }));
  }
  if (!changed) platform::sleep_unless_stopped(stop, end - std::chrono::steady_clock::now());
}

}  // namespace chandler::controller::leadership
