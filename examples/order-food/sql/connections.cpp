#include "examples/order-food/sql/connections.hpp"

#include <pqxx/pqxx>

namespace order_food {

Connections::Connections(std::size_t limit) : limit_(limit) {}
Connections::~Connections() = default;

Connections::Lease::Lease(Connections& pool, std::unique_ptr<pqxx::connection> connection)
    : pool_(pool), connection_(std::move(connection)) {}
Connections::Lease::~Lease() {
  pool_.give_back(std::move(connection_));
}

Connections::Lease Connections::lease() {
  std::unique_ptr<pqxx::connection> connection;
  {
    std::unique_lock lock(mutex_);
    freed_.wait(lock, [this] { return shelf_.in_use < limit_; });
    ++shelf_.in_use;
    if (!shelf_.idle.empty()) {
      connection = std::move(shelf_.idle.back());
      shelf_.idle.pop_back();
    }
  }
  try {
    if (!connection) connection = std::make_unique<pqxx::connection>("connect_timeout=3 application_name=order-food");
  } catch (...) {
    give_back(nullptr);
    throw;
  }
  return {*this, std::move(connection)};
}

void Connections::give_back(std::unique_ptr<pqxx::connection> connection) noexcept {
  {
    const std::lock_guard lock(mutex_);
    --shelf_.in_use;
    if (connection && connection->is_open()) shelf_.idle.push_back(std::move(connection));
  }
  freed_.notify_one();
}

}  // namespace order_food
