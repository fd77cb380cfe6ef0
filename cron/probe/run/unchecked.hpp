#pragma once

#include "core/error.hpp"
#include "cron/probe/check.hpp"

// What stands in the report where a check could not be carried out.
namespace chandler::probe {

// By an error of the server's: a right that lacks names the right.
Finding unchecked(const Check& check, const platform::postgres::ServerError& error);
Finding too_old(const Check& check, int server_version);
Finding lost(const Check& check, const core::Error& error);
// The time was over, or the process had to end.
Finding not_begun(const Check& check, bool stopped);

}  // namespace chandler::probe
