#include "platform/kubernetes/reflector.hpp"

#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "platform/kubernetes/objects/field.hpp"
#include "platform/kubernetes/watch_event.hpp"
#include "platform/log/log.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::platform::kubernetes {
namespace {

using Clock = std::chrono::steady_clock;
using Type = WatchEvent::Type;

}  // namespace

core::Expected<std::unique_ptr<Reflector>> Reflector::start(const Cluster& cluster, ReflectorOptions options,
                                                            Store& store) {
  std::stop_source stop;
  auto client = Client::make(cluster, {.stop = stop.get_token()});
  if (!client) return std::unexpected(client.error());
  return std::unique_ptr<Reflector>(new Reflector(*std::move(client), std::move(stop), std::move(options), store));
}

Reflector::Reflector(Client client, std::stop_source stop, ReflectorOptions options, Store& store)
    : client_(std::move(client)),
      options_(std::move(options)),
      store_(store),
      backoff_(options_.first_retry, options_.longest_retry),
      stop_(std::move(stop)),
      thread_([this] { run(); }) {}

Reflector::~Reflector() {
  stop_.request_stop();
  thread_.join();
}

void Reflector::run() {
  std::optional<std::string> version;
  int failures = 0;
  while (!stop_.stop_requested()) {
    if (!version) {
      auto listed = list();
      if (listed) {
        version = *std::move(listed);
        failures = 0;
      } else {
        note_failure(listed.error());
        if (!pause()) return;
        continue;
      }
    }
    const WatchEnd end = watch(*version, failures);
    const NextWatch next = after(end);
    failures = next.failures;
    if (stop_.stop_requested()) return;
    if (end.error) note_failure(*end.error);
    if (!next.pause || end.told) backoff_.reset();
    if (next.list) version.reset();
    if (next.pause && !pause()) return;
  }
}

core::Expected<std::string> Reflector::list() {
  store_.begin_list(options_.collection.namespace_name);
  ListOptions asked{
      .selection = options_.selection, .limit = options_.page, .next = {}, .managed_fields = options_.managed_fields};
  for (;;) {
    auto page = client_.list(options_.collection, asked, [&](nlohmann::json&& item) { store_.put(item); });
    if (!page) return std::unexpected(page.error());
    if (page->next.empty()) {
      store_.end_list(options_.collection.namespace_name);
      failure_.clear();
      return std::move(page->resource_version);
    }
    asked.next = std::move(page->next);
  }
}

WatchEnd Reflector::watch(std::string& version, int failures) {
  std::uniform_int_distribution<std::chrono::seconds::rep> longer(0, options_.watch_duration.count());
  const auto begun = Clock::now();
  WatchEnd end{.error = std::nullopt, .told = false, .failures = failures};
  const auto ended = client_.watch(options_.collection,
                                   {.selection = options_.selection,
                                    .resource_version = version,
                                    .duration = options_.watch_duration + std::chrono::seconds(longer(random_)),
                                    .managed_fields = options_.managed_fields},
                                   [&](WatchEvent&& event) {
                                     std::string seen = objects::text(event.object, {"metadata", "resourceVersion"});
                                     put(event);
                                     if (!seen.empty()) version = std::move(seen);
                                     end.told = true;
                                     failure_.clear();
                                     return !stop_.stop_requested();
                                   });
  if (!ended) end.error = ended.error();
  end.lasted = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun);
  return end;
}

void Reflector::put(const WatchEvent& event) {
  if (event.type == Type::added || event.type == Type::modified) store_.put(event.object);
  if (event.type == Type::deleted) store_.remove(event.object);
}

bool Reflector::pause() {
  std::uniform_real_distribution<double> chance(0, 1);
  return sleep_unless_stopped(stop_.get_token(), backoff_.next(chance(random_)));
}

// The same failure is worth one warning, not one for each attempt. A cut or expired watch is everyday life.
void Reflector::note_failure(const core::Error& error) {
  if (stop_.stop_requested()) return;
  std::string text = core::describe(error);
  const bool everyday = error.code == code::expired || failure_ == text;
  log::write(everyday ? log::Level::debug : log::Level::warning, "watch_failed", text, {{"code", error.code}});
  failure_ = std::move(text);
}

}  // namespace chandler::platform::kubernetes
