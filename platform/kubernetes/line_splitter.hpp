#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace chandler::platform::kubernetes {

// Bytes as they come, to lines. Holds one unfinished line at most.
class LineSplitter {
 public:
  enum class State : std::uint8_t {
    open,      // more may come
    declined,  // the sink wanted no more
    too_long,  // a line passed the limit
  };

  // `sink` gets a line without its end; false: no more is wanted. An object in etcd has 1.5 MiB at most.
  explicit LineSplitter(std::function<bool(std::string_view)> sink, std::size_t limit = std::size_t{16} * 1024 * 1024)
      : sink_(std::move(sink)), limit_(limit) {}

  State put(std::string_view bytes);

 private:
  std::function<bool(std::string_view)> sink_;
  std::size_t limit_;
  std::string begun_;
};

}  // namespace chandler::platform::kubernetes
