#include "cli/commands/migrate_progress.hpp"

#include <format>

#include "cli/foot.hpp"

namespace chandler::cli {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

std::unique_ptr<migrate::Progress> TerminalProgress::make(const platform::Environment& environment) {
  return takes_foot(environment) ? std::make_unique<TerminalProgress>() : nullptr;
}

void TerminalProgress::file(const std::string& name, std::size_t number, std::size_t total) {
  file_ = std::format("[{}/{}] {}", number, total, name);
  started_ = Clock::now();
}

void TerminalProgress::statement(std::string_view head) {
  statement_ = head;
}

void TerminalProgress::tick() {
  const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - started_);
  const auto tenths = elapsed.count() / 100;
  show_foot(std::format("{}  {}.{} s  {}", file_, tenths / 10, tenths % 10, statement_));
}

void TerminalProgress::clear() {
  show_foot({});
}

}  // namespace chandler::cli
