#include "certs/keeper.hpp"

#include <algorithm>
#include <format>
#include <random>

#include "platform/log/log.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::certs {

namespace tls = platform::tls;
namespace log = platform::log;

Keeper::Keeper(std::unique_ptr<Source> source, std::shared_ptr<tls::ServerSlot> slot, KeeperOptions options)
    : source_(std::move(source)),
      slot_(std::move(slot)),
      options_(options),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void Keeper::run(const std::stop_token& stop) {
  std::minstd_rand random(std::random_device{}());
  auto retry = options_.first_retry;
  for (;;) {
    auto pause = retry;
    if (const auto refreshed = refresh(); refreshed) {
      failure_.clear();
      retry = options_.first_retry;
      pause = *refreshed;
    } else {
      note_failure(refreshed.error());
      retry = std::min(retry * 2, options_.interval);
    }
    std::uniform_int_distribution<std::chrono::milliseconds::rep> jitter(0, pause.count() / 5);
    if (!platform::sleep_unless_stopped(stop, pause + std::chrono::milliseconds(jitter(random)))) return;
  }
}

// A replacement is trusted, and has been for a while, before it is served; the very first one is served at once.
core::Expected<std::chrono::milliseconds> Keeper::refresh() {
  const auto bundle = source_->load();
  if (!bundle) return std::unexpected(bundle.error());
  if (!served_) {
    if (auto served = serve(*bundle); !served) return std::unexpected(served.error());
  }
  if (auto published = source_->publish(*bundle); !published) return std::unexpected(published.error());
  ready_ = true;
  if (*served_ == *bundle) return options_.interval;

  const auto now = std::chrono::steady_clock::now();
  if (trusted_ != *bundle) {
    trusted_ = *bundle;
    trusted_since_ = now;
  }
  const auto rest = std::chrono::ceil<std::chrono::milliseconds>(trusted_since_ + options_.settle - now);
  if (rest > std::chrono::milliseconds::zero()) return std::min(rest, options_.interval);
  if (auto served = serve(*bundle); !served) return std::unexpected(served.error());
  return options_.interval;
}

core::Expected<void> Keeper::serve(const Bundle& bundle) {
  const auto context = tls::ServerContext::make(bundle.chain, bundle.key);
  if (!context) return std::unexpected(context.error());
  slot_->set(*context);
  log::info("certificate_loaded", served_ ? "new connections get the new certificate" : "serving TLS",
            {{"expires", std::format("{:%FT%TZ}", std::chrono::floor<std::chrono::seconds>((*context)->expires()))}});
  served_ = bundle;
  return {};
}

// The same failure is worth one warning, not one for each attempt.
void Keeper::note_failure(const core::Error& error) {
  std::string text = core::describe(error);
  const log::Level level = text == failure_ ? log::Level::debug : log::Level::warning;
  log::write(level, "certificate_not_refreshed", text, {{"code", error.code}, {"serving", served_.has_value()}});
  failure_ = std::move(text);
}

}  // namespace chandler::certs
