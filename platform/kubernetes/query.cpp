#include "platform/kubernetes/query.hpp"

#include <format>

namespace chandler::platform::kubernetes {
namespace {

class Query {
 public:
  Query& add(std::string_view name, std::string_view value) {
    text_ += std::format("{}{}={}", text_.empty() ? '?' : '&', name, escaped(value));
    return *this;
  }
  Query& add_if_any(std::string_view name, std::string_view value) { return value.empty() ? *this : add(name, value); }
  Query& add(const Selection& selection) {
    return add_if_any("labelSelector", selection.labels).add_if_any("fieldSelector", selection.fields);
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace

std::string query_of(const WriteOptions& options) {
  Query query;
  if (options.dry_run) query.add("dryRun", "All");
  if (options.strict_fields) query.add("fieldValidation", "Strict");
  query.add_if_any("fieldManager", options.field_manager);
  return query.take();
}

std::string query_of(const ApplyOptions& options) {
  Query query;
  query.add("fieldManager", options.field_manager).add("fieldValidation", "Strict");
  if (options.force) query.add("force", "true");
  if (options.dry_run) query.add("dryRun", "All");
  return query.take();
}

std::string query_of(const ListOptions& options) {
  Query query;
  query.add("limit", std::to_string(options.limit)).add(options.selection).add_if_any("continue", options.next);
  return query.take();
}

std::string query_of(const WatchOptions& options) {
  Query query;
  query.add("watch", "1")
      .add("allowWatchBookmarks", "true")
      .add("resourceVersion", options.resource_version)
      .add("timeoutSeconds", std::to_string(options.duration.count()))
      .add(options.selection);
  return query.take();
}

std::string query_of(const LogOptions& options) {
  Query query;
  query.add_if_any("container", options.container);
  if (options.follow) query.add("follow", "true");
  return query.take();
}

}  // namespace chandler::platform::kubernetes
