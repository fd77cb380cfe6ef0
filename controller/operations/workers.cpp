#include "controller/operations/workers.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "controller/operations/cluster_operations.hpp"
#include "platform/log/log.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::controller::operations {

namespace kubernetes = platform::kubernetes;
namespace log = platform::log;

core::Expected<std::unique_ptr<Workers>> Workers::start(WorkerOptions options, std::size_t count, const Caches& caches,
                                                        Board& board, Metrics& metrics, const std::stop_token& stop) {
  std::unique_ptr<Workers> all(new Workers(std::move(options), board));
  const auto limit = all->options_.timing.request();
  // No stop: claims are given back behind it.
  auto client = kubernetes::Client::make(all->options_.cluster,
                                         {.connect_timeout = limit, .request_timeout = limit, .whole_timeout = limit});
  if (!client) return std::unexpected(client.error());
  all->store_ = std::make_unique<ClusterOperations>(*std::move(client));
  for (std::size_t i = 0; i < count; ++i) {
    auto worker = Worker::make(all->options_, caches, board, metrics, stop);
    if (!worker) return std::unexpected(worker.error());
    all->workers_.push_back(*std::move(worker));
  }
  for (const auto& worker : all->workers_) {
    all->threads_.emplace_back([borrowed = worker.get(), stop] { borrowed->run(stop); });
  }
  all->keeper_ = std::thread([borrowed = all.get(), stop] { borrowed->keep(stop); });
  log::info("operation_workers_started", "operations are carried out by this replica, too",
            {{"count", count}, {"instance_id", all->options_.name}});
  return all;
}

Workers::~Workers() {
  if (keeper_.joinable()) keeper_.join();
}

void Workers::keep(const std::stop_token& stop) {
  static constexpr int looks = 4;  // for each renewal
  while (platform::sleep_unless_stopped(stop, options_.timing.renew() / looks)) renew(stop);
  for (std::thread& thread : threads_) thread.join();
  give_back();
}

void Workers::renew(const std::stop_token& stop) {
  for (const auto& claim : board_.claims()) {
    if (stop.stop_requested()) return;
    if (!claim->renewal_is_due()) continue;
    const auto written =
        claim->write(*store_, [](Status status, Microtime now) { return renewed(std::move(status), now); });
    const auto key = claim->operation().metadata.key;
    if (!written) {
      log::warning("operation_not_renewed", core::describe(written.error()),
                   {{"operation", kubernetes::objects::display(key)}});
    }
    if (claim->over()) board_.queue().add(key);  // a worker lets go of it
  }
}

void Workers::give_back() {
  for (const auto& claim : board_.claims()) {
    const auto written =
        claim->write(*store_, [](Status status, Microtime now) { return given_back(std::move(status), now); });
    const std::string name = kubernetes::objects::display(claim->operation().metadata.key);
    if (written) {
      log::info("operation_given_back", "another replica may go on with it at once", {{"operation", name}});
    } else {
      log::warning("operation_not_given_back", core::describe(written.error()), {{"operation", name}});
      // They are taken over all the same, a while later; to wait for each would hold up the end.
      if (written.error().code == kubernetes::code::unreachable) return;
    }
  }
}

}  // namespace chandler::controller::operations
