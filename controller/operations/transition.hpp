#pragma once

#include <string_view>

#include "controller/operations/decision.hpp"
#include "controller/operations/progress.hpp"

// What a worker writes into an operation's status. Pure: status in, status out.
namespace chandler::controller::operations {

using Status = Operation::Status;

// It is `worker`'s from now on. One that another left behind goes on within the same attempt.
Status claimed(Status status, std::string_view worker, Microtime now);

Status renewed(Status status, Microtime now);

// For another replica to take at once: this one ends. It costs no attempt.
Status given_back(Status status, Microtime now);

// With what a step told; done or not.
Status advanced(Status status, const Progress& progress, Microtime now);

// It did not go well: it is due again after a pause, or given up when there were too many attempts or another one would
// end the same way.
Status tried(Status status, const core::Error& error, Microtime now);

}  // namespace chandler::controller::operations
