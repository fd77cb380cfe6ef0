#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chandler::migrate {

// Told what a run is at. Called on the run's own thread, never while it waits for something else.
class Progress {
 public:
  Progress() = default;
  virtual ~Progress() = default;
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  Progress(Progress&&) = delete;
  Progress& operator=(Progress&&) = delete;

  // File `number` of `total` (from 1) begins.
  virtual void file(const std::string& name, std::size_t number, std::size_t total) = 0;

  // A statement is sent; `head` is its beginning, on one line.
  virtual void statement(std::string_view head) = 0;

  // Called a few times a second while it runs.
  virtual void tick() = 0;

  // Takes away what it shows: something else is about to be written, or the statement has ended.
  virtual void clear() = 0;
};

}  // namespace chandler::migrate
