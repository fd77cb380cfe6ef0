#pragma once

#include "controller/operations/progress.hpp"
#include "core/error.hpp"
#include "core/injection/settings.hpp"
#include "platform/kubernetes/client.hpp"
#include "platform/kubernetes/objects/operation.hpp"

namespace chandler::controller::operations {

// What a step of an action has at hand. Borrows all.
struct Work {
  platform::kubernetes::Client& client;  // writes only while the claim holds
  const platform::kubernetes::objects::Operation& operation;
  const core::injection::Settings& settings;
};

// One step: looks at what is there, does at most the next thing, and says how far it is; never waits. It can be broken
// off at any instruction and begun again by another process, so each finds by itself what was done before, and does
// nothing twice. An error that may go better later is tried again (may_try_again).
using Action = core::Expected<Progress> (*)(const Work&);

core::Expected<Progress> run_refresh(const Work& work);
core::Expected<Progress> run_probe(const Work& work);
core::Expected<Progress> ask_migrate_status(const Work& work);
core::Expected<Progress> restart(const Work& work);
core::Expected<Progress> suspend(const Work& work);
core::Expected<Progress> resume(const Work& work);
core::Expected<Progress> retry_tasks(const Work& work);

Action action_of(const platform::kubernetes::objects::Operation& operation);

}  // namespace chandler::controller::operations
