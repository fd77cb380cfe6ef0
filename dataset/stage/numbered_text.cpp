#include "dataset/stage/numbered_text.hpp"

namespace chandler::dataset {

void NumberedText::begin(std::uint64_t line) {
  line_ = line;
  if (numbered_) append_number(line, watcher == nullptr ? text.bytes : record_);
}

void NumberedText::bytes(std::string_view raw) {
  if (watcher == nullptr) {
    text.bytes += raw;
  } else if (record_.size() + raw.size() <= longest_watched) {
    record_ += raw;
  } else {
    too_long = true;
  }
}

void NumberedText::end(std::uint64_t server_line) {
  text.bytes += record_;
  record_.clear();
  text.end_record(server_line);
  if (watcher != nullptr) watcher->row({.end = text.bytes.size(), .number = line_, .server_line = server_line});
}

}  // namespace chandler::dataset
