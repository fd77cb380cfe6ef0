#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/postgres/session.hpp"
#include "sidecar/queue/outcome.hpp"
#include "sidecar/queue/task.hpp"

namespace chandler::execute {

inline constexpr const char* wake_channel = "chandler_task";

// Who claims.
struct Identity {
  std::string executor;  // a UUID, new at each start
  std::string worker;    // for people
  std::vector<std::string> queues;
  std::chrono::milliseconds lease{60'000};
  int max_lost = 5;  // claims whose executor died, until the task is given up
};

// What stands in a queue, as of a poll.
struct Depth {
  std::string queue;
  std::int64_t ready = 0;               // counted_to at most, and so are the failed
  std::chrono::milliseconds oldest{0};  // for how long the ready one has waited that waits the longest
  std::int64_t failed = 0;
};
inline constexpr int counted_to = 10'000;

struct Claimed {
  std::vector<Task> tasks;                            // higher priority first, then older
  std::optional<std::chrono::milliseconds> next_due;  // when the next scheduled one is to be claimed, if any
  int reclaimed = 0;                                  // taken back from executors that died
  std::vector<Depth> depths;                          // of our queues, if asked for
};

// The calls of schema/4_claim.sql and on, one statement each. Errors are the server's.
//
// `measure`: also how deep the queues are after that, in the same statement.
enum class Measure : std::uint8_t { no, yes };
platform::postgres::Answer<Claimed> claim(platform::postgres::Session& session, const Identity& identity,
                                          std::size_t most, Measure measure = Measure::no);
// Those of `known` that are no longer ours.
platform::postgres::Answer<std::vector<std::int64_t>> renew(platform::postgres::Session& session,
                                                            const Identity& identity,
                                                            std::span<const std::int64_t> known);
// How many were given back.
platform::postgres::Answer<std::int64_t> leave(platform::postgres::Session& session, const Identity& identity);

struct Recorded {
  std::vector<std::int64_t> refused;  // their claims were no longer ours
  std::int64_t freed = 0;             // followers that may start now
};

// All of verdict `completed`. Without `keep` they are deleted.
platform::postgres::Answer<Recorded> complete(platform::postgres::Session& session, std::span<const Outcome> outcomes,
                                              bool keep);
// Of verdicts `retry`, `failed` and `release`.
platform::postgres::Answer<Recorded> give_back(platform::postgres::Session& session, std::span<const Outcome> outcomes);

// Deletes finished tasks of that age, some at a time; how many.
platform::postgres::Answer<std::int64_t> prune(platform::postgres::Session& session, std::chrono::milliseconds age);

}  // namespace chandler::execute
