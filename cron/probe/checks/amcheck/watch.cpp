#include "cron/probe/checks/amcheck/watch.hpp"

namespace chandler::probe::amcheck {
namespace {

constexpr std::chrono::seconds pause{1};

// Of the cancelled backend, one that waits is enough.
constexpr std::string_view cancel_if_awaited = R"(
SELECT pg_cancel_backend($1::int) WHERE EXISTS (
  SELECT FROM pg_locks WHERE NOT granted AND pid <> $1::int AND $1::int = ANY (pg_blocking_pids(pid))))";

}  // namespace

void Watch::begin() {
  gave_way_ = false;
  if (!context_.regardless_of_load) session_.observe_waits(pause, [this] { look(); });
}

bool Watch::end() {
  session_.observe_waits(pause, {});
  return gave_way_;
}

void Watch::look() {
  if (!side_ || !side_->alive()) {
    auto made = context_.connect();
    if (!made) return;
    side_ = *std::move(made);
  }
  const auto cancelled = side_->query(cancel_if_awaited, {std::to_string(session_.backend_pid())});
  gave_way_ = gave_way_ || (cancelled && cancelled->rows() > 0);
}

}  // namespace chandler::probe::amcheck
