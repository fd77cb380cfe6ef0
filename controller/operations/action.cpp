#include "controller/operations/action.hpp"

#include <format>
#include <utility>

namespace chandler::controller::operations {
namespace {

core::Expected<Progress> unknown(const Work&) {
  return refused(Reason::not_supported, "this release of Chandler does not know the action",
                 "upgrade all replicas; docs/operations.md lists what each release does");
}

}  // namespace

Action action_of(const platform::kubernetes::objects::Operation& operation) {
  using Kind = platform::kubernetes::objects::Operation::Action;
  switch (operation.spec.action) {
    case Kind::refresh:
      return run_refresh;
    case Kind::probe:
      return run_probe;
    case Kind::migrate_status:
      return ask_migrate_status;
    case Kind::restart:
      return restart;
    case Kind::suspend:
      return suspend;
    case Kind::resume:
      return resume;
    case Kind::retry_tasks:
      return retry_tasks;
    case Kind::unknown:
      return unknown;
  }
  std::unreachable();
}

}  // namespace chandler::controller::operations
