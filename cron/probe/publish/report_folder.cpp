#include "cron/probe/publish/report_folder.hpp"

#include <format>
#include <random>
#include <system_error>

#include "cron/probe/report/json.hpp"
#include "platform/files/replace_file.hpp"

namespace chandler::probe {
namespace {

// Findings may hold values of keys: not for everybody on the machine.
constexpr mode_t mode = 0640;

std::unexpected<core::Error> failed(const std::filesystem::path& where, std::string message, std::string hint) {
  return std::unexpected(core::Error{.outcome = core::Outcome::could_not,
                                     .code = "probe.report_not_kept",
                                     .message = std::move(message),
                                     .where = where.string(),
                                     .hint = std::move(hint)});
}

std::string hint_for(const std::error_code& error) {
  if (error == std::errc::no_space_on_device || error == std::errc::file_too_large) {
    return "--keep-reports keeps fewer of them; or make the volume larger";
  }
  return "--report-dir wants a folder on a volume that this process may write to";
}

core::Expected<void> remove_old(const ReportFolder& folder, std::chrono::system_clock::time_point now) {
  std::error_code error;
  std::vector<std::string> names;
  for (std::filesystem::directory_iterator it(folder.path, error), end; !error && it != end; it.increment(error)) {
    names.push_back(it->path().filename().string());
  }
  if (error) return failed(folder.path, std::format("cannot list the folder: {}", error.message()), {});
  for (const std::string& name : to_remove(names, folder.retention, now)) {
    std::filesystem::remove(folder.path / name, error);
    if (error) {
      return failed(folder.path / name, std::format("cannot remove the old report: {}", error.message()),
                    hint_for(error));
    }
  }
  return {};
}

}  // namespace

core::Expected<std::filesystem::path> keep_report(const RunReport& report, const ReportFolder& folder,
                                                  std::chrono::system_clock::time_point started) {
  std::error_code error;
  std::filesystem::create_directory(folder.path, error);
  if (error) return failed(folder.path, std::format("cannot make the folder: {}", error.message()), hint_for(error));
  std::filesystem::path file = folder.path / report_name(started, std::random_device()());
  const std::string text = to_json_text(report);
  error = platform::replace_file(file, text, mode);
  const auto removed = remove_old(folder, started);
  if (error && removed) error = platform::replace_file(file, text, mode);
  if (error) return failed(file, std::format("cannot write the report: {}", error.message()), hint_for(error));
  if (!removed) return std::unexpected(removed.error());
  return file;
}

}  // namespace chandler::probe
