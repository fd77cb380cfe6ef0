#include "controller/operations/action.hpp"

namespace chandler::controller::operations {

core::Expected<Progress> retry_tasks(const Work&) {
  return refused(Reason::not_supported, "this release has no executor, and so no failed tasks to queue again",
                 "the executor comes with a later release");
}

}  // namespace chandler::controller::operations
