#pragma once

#include "dataset/format/format.hpp"

namespace chandler::dataset::csv {

// Whether a byte is inside quotes, as PostgreSQL's CopyReadLineText tells: a quote anywhere switches, but
// for one behind an escape that is another byte than the quote.
class Quoting {
 public:
  explicit Quoting(const CsvOptions& options)
      : quote_(options.quote), escape_(options.escape), escapes_(options.escape != options.quote) {}

  void take(char c) {
    if (c == quote_ && !escaped_) inside_ = !inside_;
    escaped_ = escapes_ && inside_ && c == escape_ && !escaped_;
  }
  bool inside() const { return inside_; }

 private:
  char quote_;
  char escape_;
  bool escapes_;
  bool inside_ = false;
  bool escaped_ = false;
};

}  // namespace chandler::dataset::csv
