#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "controller/cache/workload_key.hpp"
#include "platform/kubernetes/client.hpp"
#include "platform/kubernetes/objects/provision.hpp"
#include "platform/kubernetes/objects/workload.hpp"
#include "platform/metrics/registry.hpp"

namespace chandler::controller::status {

// Writes Provisions, each as it was seen last: who was faster wins, and what it wrote is looked at again. Borrows all.
// One thread.
class Writer {
 public:
  using Provision = platform::kubernetes::objects::Provision;
  using Workload = platform::kubernetes::objects::Workload;

  Writer(platform::kubernetes::Client& client, platform::metrics::Family& writes) : client_(client), writes_(writes) {}

  // `there`: as it was seen, with `version`; null: there is none. One call, or two to create it. False: the log says
  // why; nothing more can be written now where that concerns all of them.
  bool write(const Workload& workload, const Provision* there, const std::string& version,
             const nlohmann::json& status);
  bool remove(const Provision& there);

  // What it has after a write that went well.
  const std::string& version() const { return version_; }
  // Whether the next could go well: the API server answers, and the rights are there.
  bool usable() const { return usable_; }
  void begin() { usable_ = true; }

 private:
  bool note(const core::Expected<nlohmann::json>& done, std::string_view what, const std::string& workload);

  platform::kubernetes::Client& client_;
  platform::metrics::Family& writes_;
  std::string version_;
  std::string complaint_;  // the code of the failure that was logged last
  bool usable_ = true;
};

}  // namespace chandler::controller::status
