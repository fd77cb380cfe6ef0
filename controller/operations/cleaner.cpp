#include "controller/operations/cleaner.hpp"

#include <nlohmann/json.hpp>

#include "controller/operations/decision.hpp"
#include "platform/kubernetes/objects/time.hpp"
#include "platform/log/log.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::controller::operations {
namespace {

namespace kubernetes = platform::kubernetes;
namespace objects = kubernetes::objects;
namespace log = platform::log;

void remove(kubernetes::Client& client, const Operation& operation) {
  const objects::ObjectKey& key = operation.metadata.key;
  const auto removed = client.remove(objects::operation(key.namespace_name, key.name), {.uid = operation.metadata.uid});
  if (removed) {
    log::info("operation_deleted", "its time behind its end is over", {{"operation", objects::display(key)}});
  } else if (removed.error().code != kubernetes::code::not_found) {
    log::warning("operation_not_deleted", core::describe(removed.error()), {{"operation", objects::display(key)}});
  }
}

}  // namespace

void clean(const Caches& caches, kubernetes::Client& client, std::chrono::milliseconds pause,
           const std::stop_token& stop) {
  do {
    const auto wall = kubernetes::objects::wall_clock();
    for (const auto& operation : caches.operations()) {
      if (stop.stop_requested()) return;
      if (is_over(*operation, wall)) remove(client, *operation);
    }
  } while (platform::sleep_unless_stopped(stop, pause));
}

}  // namespace chandler::controller::operations
