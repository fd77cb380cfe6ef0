#pragma once

#include "platform/files/descriptor.hpp"

namespace chandler::execute {

// Wakes the one thread that polls its descriptor. `signal` from any thread.
class Wake {
 public:
  Wake();

  void signal() const;
  void clear() const;
  int fd() const { return descriptor_.fd(); }  // readable from `signal` to `clear`

 private:
  platform::Descriptor descriptor_;
};

}  // namespace chandler::execute
