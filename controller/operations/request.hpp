#pragma once

#include <string>

#include "core/error.hpp"
#include "platform/kubernetes/client.hpp"
#include "platform/kubernetes/objects/operation.hpp"

namespace chandler::controller::operations {

struct Request {
  std::string namespace_name;
  platform::kubernetes::objects::Operation::Spec spec;  // `requested_by`: who, in the words of the API server
  // The same name again is the same request. Empty: the API server makes one, and each is another.
  std::string name = {};
};

// Creates the operation: what `kubectl create -f`, REST and drift all come down to. Its name. Asked for again by the
// same `name`, it is left as it is.
core::Expected<std::string> request_operation(platform::kubernetes::Client& client, const Request& request);

}  // namespace chandler::controller::operations
