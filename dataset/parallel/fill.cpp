#include "dataset/parallel/fill.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <filesystem>
#include <format>
#include <optional>
#include <semaphore>
#include <thread>
#include <tuple>
#include <utility>

#include "dataset/content/compression.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/parallel/block.hpp"
#include "dataset/parallel/block_queue.hpp"
#include "dataset/parallel/sender.hpp"
#include "dataset/stage/copy_error.hpp"
#include "dataset/stage/encoded_file.hpp"
#include "platform/log/log.hpp"
#include "platform/postgres/keepalives.hpp"

namespace chandler::dataset::parallel {
namespace {

using Clock = std::chrono::steady_clock;
using platform::postgres::ConnectionSettings;
using platform::postgres::ServerError;
using platform::postgres::Session;

constexpr std::chrono::milliseconds heartbeat{1'000};

// Compressed files hold more than their size; ten times is much for a table's rows.
constexpr std::uintmax_t likely_ratio = 10;

// With that of each sender and the reader's own: 1 MiB for each job and some.
constexpr std::size_t most_waiting = 8;

// The session that holds the locks, while others do the work.
class Holder {
 public:
  explicit Holder(Session& session) : session_(session) {}

  bool well() {
    if (failure_) return false;
    if (Clock::now() - last_ < heartbeat) return true;
    const auto beat = session_.run("SELECT 1");
    if (!beat) failure_ = server_failure(beat.error(), {});
    last_ = Clock::now();
    return !failure_;
  }
  const std::optional<core::Error>& failure() const { return failure_; }

 private:
  Session& session_;
  Clock::time_point last_ = Clock::now();
  std::optional<core::Error> failure_;
};

// What the reader came to.
struct Reading {
  std::vector<std::uint64_t> records;  // one a data set, as far as it came
  std::optional<core::Error> failure;
};

// False: nobody wants more.
bool push(std::vector<Block> blocks, BlockQueue& queue, Holder& holder) {
  for (Block& block : blocks) {
    for (;;) {
      if (!holder.well()) return false;
      const auto pushed = queue.push(block, heartbeat);
      if (pushed == BlockQueue::Pushed::closed) return false;
      if (pushed == BlockQueue::Pushed::yes) break;
    }
  }
  return true;
}

// False: there is no use in reading on.
bool read_one(const DataSet& data_set, std::size_t place, BlockQueue& queue, Holder& holder, Reading& reading) {
  auto file = EncodedFile::open(data_set, Into::stage);
  if (!file) {
    reading.failure = file.error();
    return false;
  }
  BlockCutter cutter(place, file->text().server_line);
  for (;;) {
    const auto more = file->read();
    if (!more) reading.failure = more.error();
    const bool ended = !more || !*more;
    if (!push(ended ? cutter.finish(file->text()) : cutter.cut(file->text()), queue, holder)) return false;
    if (ended) break;
  }
  reading.records.push_back(file->records());
  return !reading.failure;
}

Reading read_all(std::span<const DataSet> data_sets, BlockQueue& queue, Holder& holder) {
  Reading reading;
  for (std::size_t place = 0; place < data_sets.size(); ++place) {
    if (!read_one(data_sets[place], place, queue, holder, reading)) break;
  }
  return reading;
}

std::optional<Session> connect(const ConnectionSettings& settings, const std::stop_token& halt) {
  auto session = open_sender(settings, halt);
  if (session) return *std::move(session);
  if (!halt.stop_requested()) {
    platform::log::warning(
        "fewer_jobs", std::format("one connection fewer than --jobs asks for: {}", core::describe(session.error())));
  }
  return std::nullopt;
}

// Before the failures of rows stand those that say nothing of them.
std::optional<core::Error> earliest(const std::deque<Sender>& senders, std::span<const DataSet> data_sets) {
  const Failure* first = nullptr;
  for (const Sender& sender : senders) {
    if (!sender.failure()) continue;
    const Failure& failure = *sender.failure();
    if (failure.error.stopped) continue;  // since another one failed, or all is to end
    const DataSet& data_set = data_sets[failure.data_set];
    if (outcome_of(failure.error) != core::Outcome::problem)
      return server_failure(discreet(data_set, failure.error), data_set.file.name);
    if (first == nullptr || std::tie(failure.data_set, failure.line) < std::tie(first->data_set, first->line))
      first = &failure;
  }
  if (first == nullptr) return std::nullopt;
  return copy_error(first->error, data_sets[first->data_set], first->place);
}

core::Expected<std::vector<std::int64_t>> rows_of(const std::deque<Sender>& senders, std::span<const DataSet> data_sets,
                                                  const Reading& reading) {
  std::vector<std::int64_t> rows(data_sets.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const Sender& sender : senders) rows[i] += sender.rows()[i];
    if (static_cast<std::uint64_t>(rows[i]) != reading.records[i]) {
      return std::unexpected(count_mismatch(data_sets[i], rows[i], reading.records[i]));
    }
  }
  return rows;
}

// Whatever happens to the reader, the senders' threads come to an end before they are joined.
struct Abandoned {
  BlockQueue& queue;
  ~Abandoned() { queue.abandon(); }
};

}  // namespace

core::Expected<Session> open_sender(const ConnectionSettings& settings, const std::stop_token& halt) {
  auto session = Session::connect(settings, {}, halt);
  if (!session) return std::unexpected(server_failure(session.error(), {}));
  const auto watched = session->run(platform::postgres::server_keepalives(session->settings()));
  if (!watched) return std::unexpected(server_failure(watched.error(), {}));
  return *std::move(session);
}

std::size_t senders_for(std::span<const DataSet> data_sets, std::size_t jobs) {
  std::uintmax_t blocks = 0;
  for (const DataSet& data_set : data_sets) {
    std::error_code unknown;
    const std::uintmax_t size = std::filesystem::file_size(data_set.file.path, unknown);
    if (unknown) return jobs;
    const bool compressed = compression_by_name(data_set.file.name) != Compression::none;
    blocks += 1 + size * (compressed ? likely_ratio : 1) / block_bytes;
  }
  return std::min<std::uintmax_t>(blocks, jobs);
}

core::Expected<std::vector<std::int64_t>> fill(Session& main, Session first, std::span<const DataSet> data_sets,
                                               std::size_t senders, std::stop_source halt) {
  BlockQueue queue(std::min(senders, most_waiting));
  std::counting_semaphore<> ended(0);
  std::deque<Sender> all;
  std::vector<std::jthread> threads;
  const Abandoned abandoned{queue};
  const ConnectionSettings& settings = main.settings();
  std::optional<Session> made(std::move(first));  // the first sender's
  for (std::size_t number = 0; number < senders; ++number) {
    Sender& sender = all.emplace_back(number, data_sets, queue, halt);
    threads.emplace_back([&, session = std::exchange(made, std::nullopt)]() mutable {
      if (!session) session = connect(settings, halt.get_token());
      if (session) sender.run(*std::move(session));
      ended.release();
    });
  }
  Holder holder(main);
  const Reading reading = read_all(data_sets, queue, holder);
  queue.finish();
  for (std::size_t left = senders; left > 0;) {
    if (!holder.well()) halt.request_stop();
    if (ended.try_acquire_for(heartbeat)) --left;
  }
  if (holder.failure()) return std::unexpected(*holder.failure());
  if (auto failure = earliest(all, data_sets)) return std::unexpected(*std::move(failure));
  if (halt.stop_requested()) return std::unexpected(server_failure(ServerError{.stopped = true}, {}));
  if (reading.failure) return std::unexpected(*reading.failure);
  return rows_of(all, data_sets, reading);
}

}  // namespace chandler::dataset::parallel
