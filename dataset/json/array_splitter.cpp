#include <array>

#include "dataset/json/splitter.hpp"

namespace chandler::dataset::json {
namespace {

constexpr std::array<bool, 256> special_bytes(std::string_view bytes) {
  std::array<bool, 256> table{};
  for (const char c : bytes) table.at(static_cast<unsigned char>(c)) = true;
  return table;
}

constexpr auto special_outside = special_bytes("{}[]\"\n");
constexpr auto special_inside = special_bytes("\"\\\n");

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

}  // namespace

std::unexpected<Defect> ArraySplitter::fail(Fault fault, char seen) const {
  const bool inside = state_ == State::object;
  return std::unexpected(Defect{.fault = fault,
                                .line = inside ? object_line_ : line_,
                                .element = inside || fault == Fault::not_an_object ? records_ + 1 : 0,
                                .text = seen == '\0' ? std::string() : std::string(1, seen)});
}

std::expected<void, Defect> ArraySplitter::feed(std::string_view piece) {
  while (!piece.empty()) {
    if (state_ == State::object) {
      const auto taken = within(piece);
      if (!taken) return std::unexpected(taken.error());
      piece.remove_prefix(*taken);
      continue;
    }
    const char c = piece.front();
    if (c == '\n') ++line_;
    if (!is_space(c)) {
      if (auto took = between(c); !took) return took;
      if (state_ == State::object) continue;
    }
    piece.remove_prefix(1);
  }
  return {};
}

std::expected<void, Defect> ArraySplitter::between(char c) {
  switch (state_) {
    case State::before:
      if (c != '[') return fail(Fault::not_an_array, c);
      state_ = State::first;
      return {};
    case State::first:
      if (c != ']') return begin(c);
      state_ = State::behind;
      return {};
    case State::behind_element:
      if (c != ',' && c != ']') return fail(Fault::no_comma, c);
      state_ = c == ',' ? State::element : State::behind;
      return {};
    case State::behind:
      return fail(Fault::more_behind, c);
    case State::element:
    case State::object:
      return begin(c);
  }
  return {};
}

std::expected<void, Defect> ArraySplitter::begin(char c) {
  if (c != '{') return fail(Fault::not_an_object, c);
  state_ = State::object;
  object_line_ = line_;
  size_ = 0;
  closers_.clear();
  sink_.begin(line_);
  return {};
}

// How much of `rest` belongs to the object.
std::expected<std::size_t, Defect> ArraySplitter::within(std::string_view rest) {
  std::size_t at = 0;
  if (escaped_) {
    escaped_ = false;
    at = 1;
  }
  while (at < rest.size() && state_ == State::object) {
    const auto& special = in_string_ ? special_inside : special_outside;
    while (at < rest.size() && !special[static_cast<unsigned char>(rest[at])]) ++at;
    if (at == rest.size()) break;
    const char c = rest[at++];
    if (c == '\n') {
      ++line_;
    } else if (c == '\\') {
      escaped_ = at == rest.size();
      if (!escaped_) ++at;
    } else if (c == '"') {
      in_string_ = !in_string_;
    } else if (auto matched = bracket(c); !matched) {
      return std::unexpected(matched.error());
    }
  }
  size_ += at;
  if (size_ > longest_object) {
    state_ = State::object;
    return fail(Fault::too_long);
  }
  sink_.bytes(rest.substr(0, at));
  if (state_ == State::behind_element) sink_.end(++records_);
  return at;
}

std::expected<void, Defect> ArraySplitter::bracket(char c) {
  if (c == '{' || c == '[') {
    if (closers_.size() == deepest) return fail(Fault::too_deep);
    closers_ += c == '{' ? '}' : ']';
    return {};
  }
  if (closers_.back() != c) return fail(Fault::bad_bracket, c);
  closers_.pop_back();
  if (closers_.empty()) state_ = State::behind_element;
  return {};
}

std::expected<void, Defect> ArraySplitter::finish() {
  if (state_ == State::behind) return {};
  return fail(state_ == State::before ? Fault::not_an_array : Fault::cut_off);
}

std::unique_ptr<Splitter> make_splitter(Format::Kind kind, RecordSink& sink) {
  if (kind == Format::Kind::ndjson) return std::make_unique<LineSplitter>(sink);
  return std::make_unique<ArraySplitter>(sink);
}

}  // namespace chandler::dataset::json
