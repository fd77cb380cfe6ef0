#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "controller/operations/action.hpp"
#include "platform/kubernetes/objects/job.hpp"
#include "platform/kubernetes/objects/pod.hpp"

// The Job that carries an operation out: at most one in its life, found again by its name.
namespace chandler::controller::operations {

// After the operation's uid, so that one of the same name that is made later has another.
std::string job_name(const platform::kubernetes::objects::Operation& operation);

// The Job out of a CronJob's template, as `kubectl create job --from` makes it; but its controller is the operation:
// the CronJob's would count it among its own runs. `cron_job`: whose template it is, which is an owner, too, so that
// the run is found to be its; null: nobody's. It goes with its owners, and else some time behind its end. Pure.
nlohmann::json job_of(const platform::kubernetes::objects::Operation& operation, const nlohmann::json& job_template,
                      const platform::kubernetes::objects::Metadata* cron_job = nullptr);

// How far it is; an error of job_failed when it failed. `pods` are the Job's, the newest last. Pure.
core::Expected<Progress> progress_of(const platform::kubernetes::objects::Job& job,
                                     const std::vector<platform::kubernetes::objects::Pod>& pods);

// How far the operation's Job is. Nullopt: it has none yet. Refused with job_gone when it had one, and with name_taken
// when the name is somebody else's.
core::Expected<std::optional<Progress>> follow_job(const Work& work);

core::Expected<Progress> start_job(const Work& work, const nlohmann::json& job_template,
                                   const platform::kubernetes::objects::Metadata* cron_job = nullptr);

}  // namespace chandler::controller::operations
