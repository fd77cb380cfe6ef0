#pragma once

#include <cstddef>
#include <memory>
#include <stop_token>
#include <thread>
#include <vector>

#include "controller/operations/worker.hpp"

namespace chandler::controller::operations {

// The workers of one replica, and the keeper of their claims: it renews these while they are held, and gives them back
// in the end, so that another replica goes on at once. Threads of its own until a stop.
class Workers {
 public:
  // Borrows `caches`, `board` and `metrics`. Fails when no client can be made.
  static core::Expected<std::unique_ptr<Workers>> start(WorkerOptions options, std::size_t count, const Caches& caches,
                                                        Board& board, Metrics& metrics, const std::stop_token& stop);
  ~Workers();  // waits for the end, which `stop` has to bring about; by then the claims are given back
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  Workers(Workers&&) = delete;
  Workers& operator=(Workers&&) = delete;

  std::size_t count() const { return workers_.size(); }

 private:
  Workers(WorkerOptions options, Board& board) : options_(std::move(options)), board_(board) {}
  void keep(const std::stop_token& stop);
  void renew(const std::stop_token& stop);
  void give_back();

  const WorkerOptions options_;
  Board& board_;
  std::unique_ptr<OperationStore> store_;  // the keeper's
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::thread> threads_;
  std::thread keeper_;  // joins the others
};

}  // namespace chandler::controller::operations
