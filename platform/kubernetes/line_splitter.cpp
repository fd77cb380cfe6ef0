#include "platform/kubernetes/line_splitter.hpp"

#include <algorithm>

namespace chandler::platform::kubernetes {

LineSplitter::State LineSplitter::put(std::string_view bytes) {
  for (;;) {
    const std::size_t end = bytes.find('\n');
    if (begun_.size() + std::min(end, bytes.size()) > limit_) return State::too_long;
    if (end == std::string_view::npos) {
      begun_ += bytes;
      return State::open;
    }
    std::string_view line = bytes.substr(0, end);
    if (!begun_.empty()) line = begun_.append(line);
    const bool wanted = line.empty() || sink_(line);
    begun_ = {};
    if (!wanted) return State::declined;
    bytes.remove_prefix(end + 1);
  }
}

}  // namespace chandler::platform::kubernetes
