#include "controller/api/watched_records.hpp"

#include <utility>

#include <nlohmann/json.hpp>

namespace chandler::controller::api {

namespace kubernetes = platform::kubernetes;

WatchedRecords::WatchedRecords(std::size_t lists)
    : provisions_(read_provision_record, [](const auto&, const auto&) {}, lists),
      operations_(read_operation_record, [](const auto&, const auto&) {}, lists) {}

core::Expected<std::unique_ptr<WatchedRecords>> WatchedRecords::start(const kubernetes::Cluster& cluster,
                                                                      std::vector<std::string> namespaces) {
  if (namespaces.empty()) namespaces.emplace_back();
  std::unique_ptr<WatchedRecords> records(new WatchedRecords(namespaces.size()));
  const auto follow = [&](const std::string& namespace_name, const char* plural,
                          kubernetes::Store& store) -> core::Expected<void> {
    auto reflector = kubernetes::Reflector::start(cluster,
                                                  {.collection = {.group = "chandler.dev",
                                                                  .version = "v1alpha1",
                                                                  .plural = plural,
                                                                  .namespace_name = namespace_name}},
                                                  store);
    if (!reflector) return std::unexpected(reflector.error());
    records->reflectors_.push_back(*std::move(reflector));
    return {};
  };
  for (const std::string& each : namespaces) {
    if (auto followed = follow(each, "provisions", records->provisions_); !followed) {
      return std::unexpected(followed.error());
    }
    if (auto followed = follow(each, "operations", records->operations_); !followed) {
      return std::unexpected(followed.error());
    }
  }
  return records;
}

}  // namespace chandler::controller::api
