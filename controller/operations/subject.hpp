#pragma once

#include "controller/operations/action.hpp"
#include "platform/kubernetes/objects/replicas.hpp"
#include "platform/kubernetes/objects/schedule.hpp"
#include "platform/kubernetes/objects/workload.hpp"

namespace chandler::controller::operations {

// What an operation is about, as it is now: asked for, since a cache may not have it yet.
struct Subject {
  platform::kubernetes::objects::Workload workload;
  platform::kubernetes::objects::Replicas replicas;
};

// Refused with workload_gone, or not_provisioned where it does not carry our label: nobody asked us to touch it.
core::Expected<Subject> find_subject(const Work& work);

// The CronJobs that are the workload's and ours. Of one `component`, or with an empty one of all.
core::Expected<std::vector<platform::kubernetes::objects::Schedule>> find_schedules(const Work& work,
                                                                                    const Subject& subject,
                                                                                    std::string_view component);

// "Deployment menu"
std::string display(const platform::kubernetes::objects::Operation::Spec& spec);

}  // namespace chandler::controller::operations
