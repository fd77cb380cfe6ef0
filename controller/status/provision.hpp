#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "controller/cache/workload_key.hpp"
#include "platform/kubernetes/objects/workload.hpp"
#include "platform/kubernetes/resource.hpp"

// The object: provisions.chandler.dev.
namespace chandler::controller::status {

// "deployment-order-food"
std::string provision_name(const WorkloadKey& workload);

// Without a name, all of a namespace.
platform::kubernetes::Resource provision_resource(const std::string& namespace_name, std::string name,
                                                  std::string subresource = {});

// As it is created: whose it is, without a status. The garbage collector takes it away with the workload.
nlohmann::json provision_of(const platform::kubernetes::objects::Workload& workload);

}  // namespace chandler::controller::status
