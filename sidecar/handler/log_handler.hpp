#pragma once

#include "sidecar/handler/handler.hpp"

namespace chandler::execute {

// `log`: writes each task to the log, and is done. For trying.
HandlerPlan log_handler();

}  // namespace chandler::execute
