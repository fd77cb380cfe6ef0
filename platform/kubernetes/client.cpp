#include "platform/kubernetes/client.hpp"

#include <nlohmann/json.hpp>

#include "platform/kubernetes/query.hpp"
#include "platform/kubernetes/transport.hpp"

namespace chandler::platform::kubernetes {
namespace {

using nlohmann::json;

json delete_options(const DeleteOptions& options) {
  static constexpr const char* policies[]{"Background", "Foreground", "Orphan"};
  json body{{"apiVersion", "v1"},
            {"kind", "DeleteOptions"},
            {"propagationPolicy", policies[static_cast<std::size_t>(options.propagation)]}};
  if (!options.uid.empty()) body["preconditions"]["uid"] = options.uid;
  if (!options.resource_version.empty()) body["preconditions"]["resourceVersion"] = options.resource_version;
  return body;
}

}  // namespace

core::Expected<Client> Client::make(Cluster cluster, const ClientOptions& options) {
  auto transport = Transport::make(std::move(cluster), options);
  if (!transport) return std::unexpected(transport.error());
  return Client(*std::move(transport));
}

Client::Client(std::unique_ptr<Transport> transport) : transport_(std::move(transport)) {}
Client::~Client() = default;
Client::Client(Client&& other) noexcept = default;
Client& Client::operator=(Client&& other) noexcept = default;

core::Expected<json> Client::get(const Resource& resource) {
  return transport_->send({.method = "GET", .verb = "get", .resource = resource});
}

core::Expected<json> Client::create(const Resource& collection, const json& object, const WriteOptions& options) {
  return transport_->send(
      {.method = "POST", .verb = "create", .resource = collection, .query = query_of(options), .body = &object});
}

core::Expected<json> Client::replace(const Resource& resource, const json& object, const WriteOptions& options) {
  return transport_->send(
      {.method = "PUT", .verb = "update", .resource = resource, .query = query_of(options), .body = &object});
}

core::Expected<json> Client::patch(const Resource& resource, PatchType type, const json& patch,
                                   const WriteOptions& options) {
  return transport_->send(
      {.method = "PATCH",
       .verb = "patch",
       .resource = resource,
       .query = query_of(options),
       .body = &patch,
       .content_type = type == PatchType::json ? "application/json-patch+json" : "application/merge-patch+json"});
}

core::Expected<json> Client::apply(const Resource& resource, const json& object, const ApplyOptions& options) {
  // JSON is YAML.
  return transport_->send({.method = "PATCH",
                           .verb = "apply",
                           .resource = resource,
                           .query = query_of(options),
                           .body = &object,
                           .content_type = "application/apply-patch+yaml"});
}

core::Expected<json> Client::remove(const Resource& resource, const DeleteOptions& options) {
  const json body = delete_options(options);
  return transport_->send({.method = "DELETE", .verb = "delete", .resource = resource, .body = &body});
}

core::Expected<void> Client::evict(std::string_view namespace_name, std::string_view pod,
                                   const DeleteOptions& options) {
  const Resource resource{.plural = "pods",
                          .namespace_name = std::string(namespace_name),
                          .name = std::string(pod),
                          .subresource = "eviction"};
  const json body{{"apiVersion", "policy/v1"},
                  {"kind", "Eviction"},
                  {"metadata", {{"name", pod}, {"namespace", namespace_name}}},
                  {"deleteOptions", delete_options(options)}};
  const auto evicted = transport_->send({.method = "POST", .verb = "create", .resource = resource, .body = &body});
  if (!evicted) return std::unexpected(evicted.error());
  return {};
}

core::Expected<Page> Client::list(const Resource& collection, const ListOptions& options, const ItemSink& sink) {
  return transport_->list({.method = "GET", .verb = "list", .resource = collection, .query = query_of(options)},
                          options, sink);
}

core::Expected<std::string> Client::list_all(const Resource& collection, ListOptions options, const ItemSink& sink) {
  for (;;) {
    auto page = list(collection, options, sink);
    if (!page) return std::unexpected(page.error());
    if (page->next.empty()) return std::move(page->resource_version);
    options.next = std::move(page->next);
  }
}

core::Expected<void> Client::logs(std::string_view namespace_name, std::string_view pod, const LogOptions& options,
                                  const LineSink& sink) {
  const Resource resource{
      .plural = "pods", .namespace_name = std::string(namespace_name), .name = std::string(pod), .subresource = "log"};
  return transport_->logs(
      {.method = "GET", .verb = "get", .resource = resource, .query = query_of(options), .accept = "*/*"}, options,
      sink);
}

core::Expected<void> Client::watch(const Resource& collection, const WatchOptions& options, const EventSink& sink) {
  return transport_->watch({.method = "GET", .verb = "watch", .resource = collection, .query = query_of(options)},
                           options, sink);
}

}  // namespace chandler::platform::kubernetes
