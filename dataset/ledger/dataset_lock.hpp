#pragma once

#include <chrono>
#include <span>
#include <stop_token>
#include <string>

#include "core/error.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// Opens a transaction that holds the lock of each of these data sets ("schema.table"), which ends with
// it. Tries again and again, with no transaction open in between, so that a waiter blocks nobody and two
// runs with the same data sets in another order cannot block each other. Says every few seconds who holds
// one. Errors: load.locked (could_not) at the time-out, stopped, and the server's.
core::Expected<void> begin_with_locks(platform::postgres::Session& session, std::span<const std::string> data_sets,
                                      std::chrono::milliseconds timeout, const std::stop_token& stop);

// The same without waiting: false where one of them is not free, and no transaction is open then.
core::Expected<bool> begin_if_free(platform::postgres::Session& session, std::span<const std::string> data_sets);

// The same locks, held by the session: until release_locks, or until it ends.
core::Expected<void> hold_locks(platform::postgres::Session& session, std::span<const std::string> data_sets,
                                std::chrono::milliseconds timeout, const std::stop_token& stop);
void release_locks(platform::postgres::Session& session);

}  // namespace chandler::dataset
