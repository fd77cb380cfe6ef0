#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "dataset/remote/relation.hpp"

namespace chandler::dataset::remote {

// What is not as COPY writes it: "row 17 has 3 values where 5 are expected".
struct StreamFault {
  std::string what;

  friend bool operator==(const StreamFault&, const StreamFault&) = default;
};

// Counts the rows of a COPY stream, which comes in pieces of any size, and puts each row's number in front of it as a
// column of its own where that is asked for. Memory does not depend on the size of a row. One a stream.
class Numbering {
 public:
  Numbering() = default;
  virtual ~Numbering() = default;
  Numbering(const Numbering&) = delete;
  Numbering& operator=(const Numbering&) = delete;
  Numbering(Numbering&&) = delete;
  Numbering& operator=(Numbering&&) = delete;

  // Appends to `out` what is to be sent for the piece.
  virtual std::expected<void, StreamFault> feed(std::string_view piece, std::string& out) = 0;
  // The end of the stream.
  virtual std::expected<void, StreamFault> finish() = 0;
  virtual std::uint64_t rows() const = 0;
};

std::unique_ptr<Numbering> make_numbering(Wire wire, std::size_t columns, bool numbered);

// The text format, as a server writes it: a row a line, and no other newlines.
class TextNumbering : public Numbering {
 public:
  explicit TextNumbering(bool numbered) : numbered_(numbered) {}

  std::expected<void, StreamFault> feed(std::string_view piece, std::string& out) override;
  std::expected<void, StreamFault> finish() override;
  std::uint64_t rows() const override { return rows_; }

 private:
  bool numbered_;
  bool in_row_ = false;
  std::uint64_t rows_ = 0;
};

// The binary format. Source: https://www.postgresql.org/docs/17/sql-copy.html, "Binary Format". Its header is checked
// and passed on, and each row's number of values is checked: another one would shift all that follows.
class BinaryNumbering : public Numbering {
 public:
  BinaryNumbering(std::size_t columns, bool numbered) : columns_(columns), numbered_(numbered) {}

  std::expected<void, StreamFault> feed(std::string_view piece, std::string& out) override;
  std::expected<void, StreamFault> finish() override;
  std::uint64_t rows() const override { return rows_; }

 private:
  enum class State : std::uint8_t { signature, extension, count, length, value, ended };

  std::expected<void, StreamFault> take(std::string& out);
  std::size_t whole_row(std::string_view piece) const;
  void pass_row(std::string_view row, std::string& out);
  void begin_numbered(std::string& out) const;
  std::expected<void, StreamFault> begin_header(std::string& out);
  std::expected<void, StreamFault> begin_row(std::string& out);
  std::expected<void, StreamFault> begin_value(std::string& out);
  void expect(State state);
  void skip(State state, std::size_t bytes);

  std::size_t columns_;
  bool numbered_;
  State state_ = State::signature;
  std::array<char, 19> head_{};  // of what has a fixed size: signature, count, length
  std::size_t held_ = 0;         // in head_
  std::size_t left_ = 0;         // of an extension or a value, to be passed on
  std::size_t values_left_ = 0;  // of the row, after the one at hand
  std::uint64_t rows_ = 0;
};

}  // namespace chandler::dataset::remote
