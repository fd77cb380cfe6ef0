#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "dataset/format/format.hpp"
#include "dataset/format/record_sink.hpp"
#include "dataset/json/defect.hpp"

namespace chandler::dataset::json {

// An object is held in memory as a whole: this is where the limit is.
inline constexpr std::size_t longest_object = 16UZ * 1024 * 1024;
inline constexpr std::size_t deepest = 500;

// Finds the objects of a file, behind its byte order mark, in pieces of any size. Only their borders: what
// is inside is for the RowReader. The sink gets record n as server line n, since each becomes one line.
class Splitter {
 public:
  Splitter() = default;
  virtual ~Splitter() = default;
  Splitter(const Splitter&) = delete;
  Splitter& operator=(const Splitter&) = delete;
  Splitter(Splitter&&) = delete;
  Splitter& operator=(Splitter&&) = delete;

  virtual std::expected<void, Defect> feed(std::string_view piece) = 0;
  virtual std::expected<void, Defect> finish() = 0;
  virtual std::uint64_t records() const = 0;

  // From now on a line that is no object is passed on like one: the RowReader will tell.
  virtual void take_any_line() {}
};

// NDJSON: one object a line; empty lines do not count.
class LineSplitter : public Splitter {
 public:
  explicit LineSplitter(RecordSink& sink) : sink_(sink) {}

  std::expected<void, Defect> feed(std::string_view piece) override;
  std::expected<void, Defect> finish() override;
  std::uint64_t records() const override { return records_; }
  void take_any_line() override { any_line_ = true; }

 private:
  std::expected<void, Defect> begin(char first);
  void end();

  RecordSink& sink_;
  std::uint64_t records_ = 0;
  std::uint64_t line_ = 1;
  std::size_t size_ = 0;  // of the object so far
  bool in_object_ = false;
  bool any_line_ = false;
};

// One array of objects.
class ArraySplitter : public Splitter {
 public:
  explicit ArraySplitter(RecordSink& sink) : sink_(sink) {}

  std::expected<void, Defect> feed(std::string_view piece) override;
  std::expected<void, Defect> finish() override;
  std::uint64_t records() const override { return records_; }

 private:
  enum class State : std::uint8_t { before, first, element, object, behind_element, behind };

  std::expected<void, Defect> between(char c);
  std::expected<void, Defect> begin(char c);
  std::expected<std::size_t, Defect> within(std::string_view rest);
  std::expected<void, Defect> bracket(char c);
  std::unexpected<Defect> fail(Fault fault, char seen = '\0') const;

  RecordSink& sink_;
  State state_ = State::before;
  std::uint64_t records_ = 0;
  std::uint64_t line_ = 1;
  std::uint64_t object_line_ = 1;
  std::size_t size_ = 0;  // of the object so far
  std::string closers_;   // that are still to come
  bool in_string_ = false;
  bool escaped_ = false;
};

std::unique_ptr<Splitter> make_splitter(Format::Kind kind, RecordSink& sink);

}  // namespace chandler::dataset::json
