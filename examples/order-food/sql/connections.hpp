#pragma once

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace pqxx {
class connection;
}

namespace order_food {

// A bounded pool of connections to the database that libpq's PG* variables name.
// Made when first needed; one that broke is thrown away. Any thread may use it.
class Connections {
 public:
  explicit Connections(std::size_t limit);
  ~Connections();
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;
  Connections(Connections&&) = delete;
  Connections& operator=(Connections&&) = delete;

  // One connection for one thread, given back at the end of its life. Must not outlive the pool.
  class Lease {
   public:
    Lease(Connections& pool, std::unique_ptr<pqxx::connection> connection);
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Lease(Lease&&) = delete;
    Lease& operator=(Lease&&) = delete;
    pqxx::connection& operator*() const { return *connection_; }

   private:
    Connections& pool_;
    std::unique_ptr<pqxx::connection> connection_;
  };

  // Waits while all are in use. Throws pqxx::broken_connection when the database does not answer.
  Lease lease();

 private:
  struct Shelf {
    std::vector<std::unique_ptr<pqxx::connection>> idle;
    std::size_t in_use = 0;
  };
  void give_back(std::unique_ptr<pqxx::connection> connection) noexcept;

  const std::size_t limit_;
  std::mutex mutex_;  // guards shelf_
  std::condition_variable freed_;
  Shelf shelf_;
};

}  // namespace order_food
