#include "cli/commands/dataset_progress.hpp"

#include <chrono>

#include "cli/foot.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::cli {
namespace {

constexpr std::chrono::milliseconds before_the_first{500};
constexpr std::chrono::milliseconds between{200};

void show(const dataset::Meter& meter, const std::stop_token& stop) {
  for (auto pause = before_the_first; platform::sleep_unless_stopped(stop, pause); pause = between) {
    show_foot(line_of(meter.read(), dataset::Meter::Clock::now()));
  }
}

}  // namespace

std::unique_ptr<DatasetProgress> DatasetProgress::make(const dataset::Meter& meter,
                                                       const platform::Environment& environment) {
  return takes_foot(environment) ? std::make_unique<DatasetProgress>(meter) : nullptr;
}

DatasetProgress::DatasetProgress(const dataset::Meter& meter)
    : thread_([&meter](const std::stop_token& stop) { show(meter, stop); }) {}

DatasetProgress::~DatasetProgress() {
  thread_.request_stop();
  thread_.join();
  show_foot({});
}

}  // namespace chandler::cli
