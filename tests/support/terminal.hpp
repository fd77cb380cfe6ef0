#pragma once

#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

namespace chandler::tests {

// A program at a terminal of its own, 80 columns wide. Killed with the object. Not thread-safe.
class Terminal {
 public:
  // `words`: the program's path and its arguments. `environment` is added to the test's own.
  explicit Terminal(const std::vector<std::string>& words, const std::map<std::string, std::string>& environment = {});
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  Terminal(Terminal&&) = delete;
  Terminal& operator=(Terminal&&) = delete;

  // Reads until `text` was written; false when the program ends or a minute passes before.
  bool shows(const std::string& text);

  // As if a person typed it.
  void type(const std::string& text) const;

  int wait();  // reads to the end; the exit code, or 128 + the signal that ended it

  // All bytes that it wrote so far.
  const std::string& output() const { return output_; }

  // What a person sees once it is all written: carriage returns and erased lines carried out, colours left out.
  std::vector<std::string> screen() const;

 private:
  bool read_some();

  pid_t pid_ = -1;
  int terminal_ = -1;
  std::string output_;
};

}  // namespace chandler::tests
