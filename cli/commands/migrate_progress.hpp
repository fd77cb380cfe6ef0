#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "init/migrate/progress.hpp"
#include "platform/process/environment.hpp"

namespace chandler::cli {

// One line at the foot of a terminal: which file of how many, for how long, which statement. It is there
// only while a statement takes its time.
class TerminalProgress final : public migrate::Progress {
 public:
  // Null where standard error is no terminal, is a dumb one, or NO_COLOR is set: the log's lines say it all.
  static std::unique_ptr<migrate::Progress> make(const platform::Environment& environment);

  void file(const std::string& name, std::size_t number, std::size_t total) override;
  void statement(std::string_view head) override;
  void tick() override;
  void clear() override;

 private:
  std::string file_;
  std::string statement_;
  std::chrono::steady_clock::time_point started_;  // of the file
};

}  // namespace chandler::cli
