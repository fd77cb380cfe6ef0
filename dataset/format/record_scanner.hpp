#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

#include "dataset/format/record_sink.hpp"
#include "dataset/format/text_defect.hpp"
#include "dataset/format/utf8.hpp"

namespace chandler::dataset {

// What the readers of text files have in common: bytes are checked as UTF-8 on their way in, and a record that is wrong
// ends the reading or, where that is wanted, is left out.
template <typename Fault>
class RecordScanner {
 public:
  using Found = std::expected<void, TextDefect<Fault>>;

  // From now on a record that has another number of columns, or is not UTF-8, is told and left out: where it ends
  // is known all the same.
  void tolerate(std::function<void(const TextDefect<Fault>&)> told) { told_ = std::move(told); }

  Found feed(std::string_view piece) {
    for (;;) {
      const std::size_t wrong = utf8_.check(piece);
      if (auto scanned = scan(piece.substr(0, wrong)); !scanned) return scanned;
      if (wrong == std::string_view::npos) return {};
      auto defect = here(Fault::not_utf8);
      defect.error().seen = utf8_.culprit();
      if (!told_) return defect;
      if (!spoiled_) spoiled_ = defect.error();
      piece.remove_prefix(wrong);
      if (auto stepped = step_over(piece); !stepped) return stepped;
    }
  }

 protected:
  RecordScanner() = default;
  ~RecordScanner() = default;
  RecordScanner(const RecordScanner&) = delete;
  RecordScanner& operator=(const RecordScanner&) = delete;
  RecordScanner(RecordScanner&&) = delete;
  RecordScanner& operator=(RecordScanner&&) = delete;

  virtual Found scan(std::string_view piece) = 0;
  virtual std::unexpected<TextDefect<Fault>> here(Fault fault) const = 0;

  // At a record's end, before that goes to the sink: a row that is wrong is not to be whole there.
  Found check_count(std::size_t fields, std::size_t columns, std::uint64_t line) {
    if (fields != columns && !spoiled_)
      spoiled_ = TextDefect<Fault>{.fault = Fault::column_count, .line = line, .seen = fields, .expected = columns};
    if (spoiled_ && !told_) return std::unexpected(*spoiled_);
    return {};
  }

  bool is_spoiled() const { return spoiled_.has_value(); }
  // The record that is spoiled.
  void leave_out(RecordSink& sink) {
    sink.discard();
    told_(*spoiled_);
    spoiled_.reset();
  }

  bool ends_whole() const { return utf8_.complete(); }

 private:
  // The byte before which no character ends may itself begin one.
  Found step_over(std::string_view& piece) {
    utf8_ = Utf8Checker();
    const std::string_view byte = piece.substr(0, 1);
    if (Utf8Checker().check(byte) != 0) return {};
    piece.remove_prefix(1);
    return scan(byte);
  }

  Utf8Checker utf8_;
  std::function<void(const TextDefect<Fault>&)> told_;  // empty: the first defect ends it
  std::optional<TextDefect<Fault>> spoiled_;            // the record that is being read
};

}  // namespace chandler::dataset
