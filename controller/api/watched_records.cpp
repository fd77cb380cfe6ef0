#include "controller/api/watched_records.hpp"

#include <utility>

#include <nlohmann/json.hpp>

namespace chandler::controller::api {

namespace kubernetes = platform::kubernetes;

WatchedRecords::WatchedRecords()
    : provisions_(read_provision_record, [](const auto&, const auto&) {}),
      operations_(read_operation_record, [](const auto&, const auto&) {}) {}

core::Expected<std::unique_ptr<WatchedRecords>> WatchedRecords::start(const kubernetes::Cluster& cluster) {
  std::unique_ptr<WatchedRecords> records(new WatchedRecords());
  const auto follow = [&](const char* plural, kubernetes::Store& store) -> core::Expected<void> {
    auto reflector = kubernetes::Reflector::start(
        cluster, {.collection = {.group = "chandler.dev", .version = "v1alpha1", .plural = plural}}, store);
    if (!reflector) return std::unexpected(reflector.error());
    records->reflectors_.push_back(*std::move(reflector));
    return {};
  };
  if (auto followed = follow("provisions", records->provisions_); !followed) {
    return std::unexpected(followed.error());
  }
  if (auto followed = follow("operations", records->operations_); !followed) {
    return std::unexpected(followed.error());
  }
  return records;
}

}  // namespace chandler::controller::api
