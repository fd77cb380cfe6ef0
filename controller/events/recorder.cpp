#include "controller/events/recorder.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "platform/log/log.hpp"

namespace chandler::controller::events {

namespace kubernetes = platform::kubernetes;

std::optional<std::int64_t> Memory::note(const std::string& name, bool lasting, Time now) {
  std::erase_if(seen_, [&](const auto& entry) { return now - entry.second.written > 2 * repeated; });
  const auto [entry, is_new] = seen_.try_emplace(name, Seen{.written = now, .count = 1});
  if (is_new) return 1;
  if (lasting && now - entry->second.written < repeated) return std::nullopt;
  entry->second.written = now;
  return ++entry->second.count;
}

void Recorder::record(kubernetes::Client& client, const Event& event) {
  const std::string name = name_of(event);
  std::optional<std::int64_t> count;
  {
    const std::scoped_lock lock(mutex_);
    count = memory_.note(name, event.lasting, std::chrono::steady_clock::now());
  }
  if (!count) return;
  const auto now = kubernetes::objects::wall_clock();
  kubernetes::Resource resource{
      .group = "events.k8s.io", .plural = "events", .namespace_name = event.regarding.key.namespace_name};
  auto written = client.create(resource, to_json(event, instance_, now));
  if (!written && written.error().code == kubernetes::code::conflict) {
    resource.name = name;
    written = client.patch(resource, kubernetes::PatchType::merge, again(std::max<std::int64_t>(*count, 2), now));
  }
  if (written) return;
  platform::log::warning("event_not_written", core::describe(written.error()),
                         {{"reason", event.reason}, {"note", event.note}});
  const std::scoped_lock lock(mutex_);
  memory_.forget(name);
}

}  // namespace chandler::controller::events
