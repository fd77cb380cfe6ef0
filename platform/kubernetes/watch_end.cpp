#include "platform/kubernetes/watch_end.hpp"

#include "platform/kubernetes/errors.hpp"

namespace chandler::platform::kubernetes {

NextWatch after(const WatchEnd& end) {
  // A proxy on the way may end every stream at once.
  static constexpr std::chrono::seconds very_short{1};
  // It may be the resourceVersion that the server cannot make sense of (it came back from a backup).
  static constexpr int too_many = 5;
  if (!end.error) return {.list = false, .pause = !end.told && end.lasted < very_short, .failures = 0};
  if (end.error->code == code::expired) return {.list = true, .pause = !end.told, .failures = 0};
  const int failures = end.told ? 1 : end.failures + 1;
  return {.list = failures >= too_many, .pause = true, .failures = failures >= too_many ? 0 : failures};
}

}  // namespace chandler::platform::kubernetes
