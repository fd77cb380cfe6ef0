#include <format>
#include <string_view>

#include <nlohmann/json.hpp>

#include "controller/operations/action.hpp"
#include "controller/operations/job.hpp"
#include "controller/operations/subject.hpp"

// refresh and probe: a run of the workload's CronJob now.
namespace chandler::controller::operations {
namespace {

core::Expected<Progress> run_now(const Work& work, std::string_view component) {
  auto followed = follow_job(work);
  if (!followed) return std::unexpected(followed.error());
  if (*followed) return **std::move(followed);
  const auto subject = find_subject(work);
  if (!subject) return std::unexpected(subject.error());
  const auto schedules = find_schedules(work, *subject, component);
  if (!schedules) return std::unexpected(schedules.error());
  if (schedules->empty()) {
    return refused(
        Reason::no_schedule,
        std::format("{} has no CronJob of Chandler's for a {}", display(work.operation.spec), component),
        std::format("annotate it with chandler.dev/{}-schedule; its Events say where that is in the way", component));
  }
  const auto& schedule = schedules->front();
  return start_job(work, nlohmann::json::parse(schedule.job_template), &schedule.metadata);
}

}  // namespace

core::Expected<Progress> run_refresh(const Work& work) {
  return run_now(work, "refresh");
}

core::Expected<Progress> run_probe(const Work& work) {
  return run_now(work, "probe");
}

}  // namespace chandler::controller::operations
