// Any bytes are read without a fault, and what is read is within its bounds. A report that this program wrote is
// read whole, and one that was cut off tells the same as far as it goes.
//   report_fuzzer -dict=tests/fuzz/report/report.dict CORPUS
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/read_report.hpp"
#include "core/report.hpp"

namespace {

using namespace chandler::core;

void require(bool condition) {
  if (!condition) std::abort();
}

bool is_line(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) return false;
  }
  return text.size() <= 512;
}

void check(const ReadReport& report) {
  require(!report.tool.empty() && is_line(report.tool));
  require(is_line(report.layout) && is_line(report.from) && is_line(report.to));
  require(report.duration.count() >= 0 && report.rows.value_or(0) >= 0);
  if (report.error) require(is_line(report.error->message) && is_line(report.error->hint));
  for (const ReportedDataSet& set : report.data_sets) {
    require(!set.table.empty() && is_line(set.table) && set.rows.value_or(0) >= 0);
    require(!set.fresh_for || set.fresh_for->count() >= 0);
  }
  if (const auto ended = report.ended()) require(*ended >= *report.started);
}

void write_and_read(std::string_view text) {
  const Report report{.tool = "migrate",
                      .outcome = Outcome::problem,
                      .started = std::chrono::system_clock::time_point(std::chrono::seconds(1'800'000'000)),
                      .duration = std::chrono::milliseconds(7),
                      .error = Error{.code = "migrate.x", .message = std::string(text), .where = {}, .hint = {}}};
  const std::string written = to_termination_message(report, {{"to", std::string(text.substr(0, 20))}});
  const auto read = read_report(written);
  require(read && read->outcome == Outcome::problem && read->error && read->error->code == "migrate.x");
  // The kubelet keeps the first part.
  for (std::size_t size = 0; size < written.size(); size += 7) {
    const auto cut = read_report(std::string_view(written).substr(0, size));
    if (cut) require(cut->tool == "migrate" && cut->outcome == Outcome::problem);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto report = read_report(text);
  if (report) check(*report);
  const auto again = read_report(compact_report(text));
  require(report.has_value() == again.has_value());
  if (report) require(report->outcome == again->outcome && report->data_sets.size() == again->data_sets.size());
  write_and_read(text.substr(0, 3000));
  return 0;
}
