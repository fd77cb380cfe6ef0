#pragma once

#include <memory>
#include <thread>

#include "dataset/meter/meter.hpp"
#include "platform/process/environment.hpp"

namespace chandler::cli {

// While it lives, a line at the foot of the terminal shows what the meter says, a few times a second and after the
// first half second. Owns a thread.
class DatasetProgress {
 public:
  // Null where the terminal takes no such line.
  static std::unique_ptr<DatasetProgress> make(const dataset::Meter& meter, const platform::Environment& environment);

  explicit DatasetProgress(const dataset::Meter& meter);
  ~DatasetProgress();
  DatasetProgress(const DatasetProgress&) = delete;
  DatasetProgress& operator=(const DatasetProgress&) = delete;
  DatasetProgress(DatasetProgress&&) = delete;
  DatasetProgress& operator=(DatasetProgress&&) = delete;

 private:
  std::jthread thread_;
};

}  // namespace chandler::cli
