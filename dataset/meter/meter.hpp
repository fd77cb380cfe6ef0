#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace chandler::dataset {

// What a run is at, as far as one can see it from here. Written by whatever reads the files, read by who shows it.
// Thread-safe.
class Meter {
 public:
  using Clock = std::chrono::steady_clock;

  struct Reading {
    std::string file;              // empty: none has begun
    std::uint64_t size = 0;        // as it is stored, compressed or not; 0: nobody knows
    std::uint64_t bytes = 0;       // read of it
    std::uint64_t rows = 0;        // found in them
    Clock::time_point began;       // to read it
    Clock::time_point ended = {};  // its last byte; {}: not yet. The server is at work then
  };

  void begin(std::string file, std::uint64_t size, Clock::time_point now = Clock::now());
  void advance(std::uint64_t bytes, std::uint64_t rows);  // both since `begin`
  void end(Clock::time_point now = Clock::now());

  Reading read() const;

 private:
  mutable std::mutex mutex_;
  Reading reading_;
};

// For a person, on one line: a bar, the rows, the speed, what is left. Empty while there is nothing to say.
std::string line_of(const Meter::Reading& reading, Meter::Clock::time_point now);

}  // namespace chandler::dataset
