#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset::parallel {

// A connection like that of `settings`, which end as the token says.
core::Expected<platform::postgres::Session> open_sender(const platform::postgres::ConnectionSettings& settings,
                                                        const std::stop_token& halt);

// How many connections are of use for these files, `jobs` at most.
std::size_t senders_for(std::span<const DataSet> data_sets, std::size_t jobs);

// Copies the data sets' files into their stages, which every session sees, by `senders` connections at once: this
// thread reads, each of the others sends. The rows, one a data set. `first` is one of the connections, made with the
// token of `halt`; the others are made here, and where the server has no room for one it goes on without. `main`, the
// session that holds the locks, is asked a trifle every second: no time-out for the idle ends it, and when it is lost
// the senders end. Errors: those of copy_file, the earliest of all rows at fault as with one connection; none is
// deterministic that is not a row's fault.
core::Expected<std::vector<std::int64_t>> fill(platform::postgres::Session& main, platform::postgres::Session first,
                                               std::span<const DataSet> data_sets, std::size_t senders,
                                               std::stop_source halt);

}  // namespace chandler::dataset::parallel
