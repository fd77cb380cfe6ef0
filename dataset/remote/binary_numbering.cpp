#include <algorithm>
#include <bit>
#include <cstring>
#include <format>

#include "dataset/remote/numbering.hpp"

namespace chandler::dataset::remote {
namespace {

constexpr std::string_view signature("PGCOPY\n\377\r\n\0", 11);
constexpr std::size_t header_size = signature.size() + 4 + 4;  // with flags and the extension's length
constexpr std::uint32_t critical_flags = 0xFFFF0000;           // a reader that does not know one has to give up
constexpr std::size_t number_size = 8;

template <typename T>
T big_endian(const char* bytes) {
  T value{};
  std::memcpy(&value, bytes, sizeof value);
  return std::endian::native == std::endian::little ? std::byteswap(value) : value;
}

template <typename T>
void append(std::string& out, T value) {
  if constexpr (std::endian::native == std::endian::little) value = std::byteswap(value);
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof value);
}

std::unexpected<StreamFault> fault(std::string what) {
  return std::unexpected(StreamFault{std::move(what)});
}

std::size_t size_of_head(bool signature_expected, bool count_expected) {
  if (signature_expected) return header_size;
  return count_expected ? sizeof(std::int16_t) : sizeof(std::int32_t);
}

}  // namespace

void BinaryNumbering::expect(State state) {
  state_ = state;
  held_ = 0;
}

// An empty one is behind us already.
void BinaryNumbering::skip(State state, std::size_t bytes) {
  left_ = bytes;
  state_ = state;
  if (bytes > 0) return;
  expect(state == State::value && values_left_ > 0 ? State::length : State::count);
}

std::expected<void, StreamFault> BinaryNumbering::feed(std::string_view piece, std::string& out) {
  while (!piece.empty()) {
    if (state_ == State::ended) return fault("something follows its end");
    if (state_ == State::extension || state_ == State::value) {
      const std::size_t taken = std::min(left_, piece.size());
      out += piece.substr(0, taken);
      piece.remove_prefix(taken);
      skip(state_, left_ - taken);
      continue;
    }
    if (const std::size_t row = state_ == State::count && held_ == 0 ? whole_row(piece) : 0; row > 0) {
      pass_row(piece.substr(0, row), out);
      piece.remove_prefix(row);
      continue;
    }
    const std::size_t size = size_of_head(state_ == State::signature, state_ == State::count);
    const std::size_t taken = std::min(size - held_, piece.size());
    std::ranges::copy(piece.substr(0, taken), head_.begin() + static_cast<std::ptrdiff_t>(held_));
    held_ += taken;
    piece.remove_prefix(taken);
    if (held_ < size) continue;
    if (auto took = take(out); !took) return took;
  }
  return {};
}

// The size of the row that the piece begins with; 0: it is not all there, or not as it should be. Most are all there,
// and a copy of a whole row costs no more than one of a value.
std::size_t BinaryNumbering::whole_row(std::string_view piece) const {
  std::size_t at = sizeof(std::int16_t);
  if (piece.size() < at || static_cast<std::size_t>(big_endian<std::uint16_t>(&piece.front())) != columns_) return 0;
  for (std::size_t column = 0; column < columns_; ++column) {
    if (piece.size() - at < sizeof(std::int32_t)) return 0;
    const auto length = big_endian<std::int32_t>(piece.data() + at);
    at += sizeof length;
    if (length < -1) return 0;
    if (length == -1) continue;
    if (piece.size() - at < static_cast<std::size_t>(length)) return 0;
    at += static_cast<std::size_t>(length);
  }
  return at;
}

void BinaryNumbering::pass_row(std::string_view row, std::string& out) {
  ++rows_;
  if (numbered_) {
    begin_numbered(out);
    row.remove_prefix(sizeof(std::int16_t));
  }
  out += row;
}

void BinaryNumbering::begin_numbered(std::string& out) const {
  append(out, static_cast<std::int16_t>(columns_ + 1));
  append(out, static_cast<std::int32_t>(number_size));
  append(out, static_cast<std::int64_t>(rows_));
}

std::expected<void, StreamFault> BinaryNumbering::take(std::string& out) {
  if (state_ == State::signature) return begin_header(out);
  return state_ == State::count ? begin_row(out) : begin_value(out);
}

std::expected<void, StreamFault> BinaryNumbering::begin_header(std::string& out) {
  if (!std::string_view(head_.data(), head_.size()).starts_with(signature))
    return fault("it does not begin as COPY's binary format does");
  const auto flags = big_endian<std::uint32_t>(head_.data() + signature.size());
  if ((flags & critical_flags) != 0) return fault(std::format("it has flags {:#x}, which are not known", flags));
  const auto extension = big_endian<std::int32_t>(head_.data() + signature.size() + sizeof flags);
  if (extension < 0) return fault(std::format("its header has an extension of {} bytes", extension));
  out.append(head_.data(), header_size);
  skip(State::extension, static_cast<std::size_t>(extension));
  return {};
}

std::expected<void, StreamFault> BinaryNumbering::begin_row(std::string& out) {
  const auto count = big_endian<std::int16_t>(head_.data());
  if (count == -1) {
    append(out, count);
    expect(State::ended);
    return {};
  }
  ++rows_;
  if (count < 0 || static_cast<std::size_t>(count) != columns_)
    return fault(std::format("row {} has {} values where {} are expected", rows_, count, columns_));
  if (numbered_) {
    begin_numbered(out);
  } else {
    append(out, count);
  }
  values_left_ = columns_;
  expect(values_left_ > 0 ? State::length : State::count);
  return {};
}

std::expected<void, StreamFault> BinaryNumbering::begin_value(std::string& out) {
  const auto length = big_endian<std::int32_t>(head_.data());
  if (length < -1) return fault(std::format("row {} has a value of {} bytes", rows_, length));
  append(out, length);
  --values_left_;
  skip(State::value, length == -1 ? 0 : static_cast<std::size_t>(length));
  return {};
}

std::expected<void, StreamFault> BinaryNumbering::finish() {
  if (state_ == State::ended) return {};
  return fault(rows_ == 0 ? "it ends before its first row" : std::format("it ends in or behind row {}", rows_));
}

}  // namespace chandler::dataset::remote
