#include "platform/process/one_shot.hpp"

#include <cerrno>
#include <cstring>
#include <format>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "platform/log/log.hpp"

namespace chandler::platform {
namespace {

constexpr const char* termination_log = "/dev/termination-log";

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

void write_report(const std::string& text, const ReportTarget& target) {
  const bool asked = !target.file.empty();
  const char* file = asked ? target.file.c_str() : termination_log;
  // The kubelet makes the termination log; outside a pod there is none, and none is made.
  const int flags = O_WRONLY | O_TRUNC | O_CLOEXEC | (asked ? O_CREAT : 0);
  const int fd = open(file, flags, 0644);
  const bool written = fd >= 0 && write_all(fd, text);
  const int reason = errno;
  if (fd >= 0) close(fd);
  if (!written && asked) {
    log::warning("report_not_written", std::format("cannot write the report to {}: {}", file, std::strerror(reason)));
  }
}

}  // namespace

int finish(const core::Report& report, const nlohmann::ordered_json& details, const ReportTarget& target) {
  write_report(core::to_termination_message(report, details), target);
  if (report.error) {
    log::error(report.error->code.empty() ? "failed" : report.error->code, core::describe(*report.error));
  }
  log::write_object(core::full_object(report, details));
  return static_cast<int>(report.outcome);
}

}  // namespace chandler::platform
