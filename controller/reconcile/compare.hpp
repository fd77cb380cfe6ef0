#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "platform/kubernetes/objects/cron_job.hpp"

namespace chandler::controller::reconcile {

// Why a CronJob is written. A closed list: the ids are those of logs.
enum class Difference : std::uint8_t {
  none,
  missing,        // there is none
  never_applied,  // nothing of it is ours yet
  outdated,       // its workload asks for something else now
  edited,         // somebody wrote another value into a field of ours
  left_over,      // we once wrote a field that is not asked for any more
  unwanted        // no workload asks for it
};

std::string_view id_of(Difference difference);

struct Comparison {
  Difference difference = Difference::none;
  std::string path;    // "spec.schedule"
  std::string seen;    // its value, or empty
  std::string wanted;  // or empty

  bool equal() const { return difference == Difference::none; }
};

// Whether what is there says all that is wanted, and nothing that only we wanted once. Fields that others added, and
// those that the API server filled in, are theirs. Pure.
Comparison compare(const nlohmann::json& wanted, const platform::kubernetes::objects::CronJob& there);

}  // namespace chandler::controller::reconcile
