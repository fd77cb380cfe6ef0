#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "controller/cache/caches.hpp"
#include "controller/operations/board.hpp"
#include "controller/operations/metrics.hpp"
#include "core/injection/settings.hpp"
#include "platform/kubernetes/client.hpp"
#include "platform/kubernetes/cluster.hpp"

namespace chandler::controller::operations {

struct WorkerOptions {
  platform::kubernetes::Cluster cluster;
  core::injection::Settings settings;
  std::string name;                                     // of the replica
  Timing timing{.duration = std::chrono::seconds(60)};  // of a claim: another takes over when its worker is silent
};

// Claims operations and carries them out, a step at a time: what waits for a Job or for a pod keeps no worker. One
// thread. Borrows all.
class Worker {
 public:
  // Fails when no client can be made.
  static core::Expected<std::unique_ptr<Worker>> make(const WorkerOptions& options, const Caches& caches, Board& board,
                                                      Metrics& metrics, const std::stop_token& stop);

  // Takes operations from the board until a stop.
  void run(const std::stop_token& stop);

 private:
  using Key = Board::Key;

  Worker(const WorkerOptions& options, const Caches& caches, Board& board, Metrics& metrics)
      : options_(options), caches_(caches), board_(board), metrics_(metrics) {}

  // False: again later.
  bool look_at(const Key& key);
  bool claim(const Operation& seen);
  bool step(Claim& claim);
  bool go_on(Claim& claim, const Progress& progress);
  bool fail(Claim& claim, const core::Error& error);
  // Writes; false: it could not be written, and the claim is still ours.
  bool write(Claim& claim, const Claim::Change& change);

  const WorkerOptions& options_;
  const Caches& caches_;
  Board& board_;
  Metrics& metrics_;
  std::unique_ptr<OperationStore> store_;
  std::optional<platform::kubernetes::Client> client_;
  const Claim* current_ = nullptr;  // in whose name `client_` writes
};

}  // namespace chandler::controller::operations
