#include "platform/process/one_shot.hpp"

#include <cerrno>
#include <format>
#include <system_error>

#include <fcntl.h>
#include <nlohmann/json.hpp>

#include "platform/files/descriptor.hpp"
#include "platform/files/write_all.hpp"
#include "platform/log/log.hpp"

namespace chandler::platform {
namespace {

constexpr const char* termination_log = "/dev/termination-log";

void write_report(const std::string& text, const ReportTarget& target) {
  const bool asked = !target.file.empty();
  const char* file = asked ? target.file.c_str() : termination_log;
  // The kubelet makes the termination log; outside a pod there is none, and none is made.
  const int flags = O_WRONLY | O_TRUNC | O_CLOEXEC | (asked ? O_CREAT : 0);
  const Descriptor out(open(file, flags, 0644));
  const std::error_code error = out ? write_all(out.fd(), text) : std::error_code(errno, std::generic_category());
  if (error && asked) {
    log::warning("report_not_written", std::format("cannot write the report to {}: {}", file, error.message()));
  }
}

}  // namespace

int finish_answer(const core::Report& report, const nlohmann::ordered_json& details, const ReportTarget& target) {
  write_report(core::to_termination_message(report, details), target);
  if (report.error) {
    log::error(report.error->code.empty() ? "failed" : report.error->code, core::describe(*report.error));
  }
  return static_cast<int>(report.outcome);
}

int finish(const core::Report& report, const nlohmann::ordered_json& details, const ReportTarget& target) {
  const int code = finish_answer(report, details, target);
  log::write_object(core::full_object(report, details));
  return code;
}

}  // namespace chandler::platform
