#pragma once

#include <stop_token>

#include "dataset/bring/bring.hpp"
#include "dataset/download/sources.hpp"

// What the ledger knows of a download before it is made. Options must outlive what these return. Errors: the
// connection's and the ledger's.
namespace chandler::dataset {

AskKnown ask_ledger(const Options& options, const std::stop_token& stop);
// For files of a load.yaml.
AskKnownFile ask_ledger_of_file(const Options& options, const std::stop_token& stop);

}  // namespace chandler::dataset
