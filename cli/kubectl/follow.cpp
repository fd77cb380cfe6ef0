#include "cli/kubectl/follow.hpp"

#include "platform/kubernetes/objects/field.hpp"
#include "platform/kubernetes/watch_event.hpp"

namespace chandler::cli::kubectl {

namespace kubernetes = platform::kubernetes;

core::Expected<void> follow_provisions(Connection& connection, const std::string& namespace_name, std::string version,
                                       const std::function<bool(const Provision&, bool gone)>& sink) {
  using Type = kubernetes::WatchEvent::Type;
  bool enough = false;
  while (!enough) {
    const auto watched = connection.client.watch(
        provisions_in(namespace_name), {.resource_version = version}, [&](kubernetes::WatchEvent&& event) {
          version = kubernetes::objects::text(event.object, {"metadata", "resourceVersion"});
          if (event.type == Type::bookmark) return true;
          enough = !sink(read_provision(std::move(event.object)), event.type == Type::deleted);
          return !enough;
        });
    if (watched) continue;
    if (watched.error().code != kubernetes::code::expired) {
      return std::unexpected(with_remedy(watched.error(), "get,list,watch", "provisions.chandler.dev", namespace_name));
    }
    auto anew = list_provisions(connection, namespace_name);
    if (!anew) return std::unexpected(anew.error());
    for (const Provision& provision : anew->items) enough = enough || !sink(provision, false);
    version = anew->resource_version;
  }
  return {};
}

}  // namespace chandler::cli::kubectl
