#include "dataset/copy_text/scanner.hpp"

namespace chandler::dataset::copy_text {

using csv::LineEnd;

Scanner::Scanner(const csv::Header& header, RecordSink& sink, char delimiter)
    : sink_(sink),
      delimiter_(delimiter),
      line_end_(header.line_end),
      columns_(header.names.size()),
      line_(header.lines + 1) {
  for (const char c : {delimiter, '\\', '\r', '\n'}) special_.at(static_cast<unsigned char>(c)) = true;
}

std::unexpected<Defect> Scanner::here(Fault fault) const {
  const bool in_record = state_ != State::before && state_ != State::first_backslash;
  return std::unexpected(Defect{.fault = fault, .line = line_, .field = in_record ? fields_ : 1});
}

std::expected<void, Defect> Scanner::scan(std::string_view rest) {
  while (!rest.empty()) {
    std::expected<void, Defect> done;
    switch (state_) {
      case State::before:
        done = before(rest);
        break;
      case State::first_backslash:
        done = first_backslash(rest);
        break;
      case State::within:
        done = within(rest);
        break;
      case State::escape:
        done = escape(rest);
        break;
      case State::half_end:
        done = half_end(rest);
        break;
      case State::marker:
      case State::marker_half:
        done = behind_marker(rest);
        break;
      case State::ended:
        return here(Fault::behind_end);
    }
    if (!done) return done;
  }
  return {};
}

void Scanner::begin_record() {
  fields_ = 1;
  record_line_ = line_;
  sink_.begin(line_);
}

std::expected<void, Defect> Scanner::before(std::string_view& rest) {
  if (rest.front() == '\\') {
    state_ = State::first_backslash;
    rest.remove_prefix(1);
    return {};
  }
  begin_record();
  state_ = State::within;
  return {};
}

std::expected<void, Defect> Scanner::first_backslash(std::string_view& rest) {
  if (rest.front() == '.') {
    state_ = State::marker;
    rest.remove_prefix(1);
    return {};
  }
  begin_record();
  sink_.bytes("\\");
  state_ = State::escape;
  return {};
}

std::expected<void, Defect> Scanner::within(std::string_view& rest) {
  std::size_t at = 0;
  while (at < rest.size()) {
    const char c = rest[at];
    if (!special_[static_cast<unsigned char>(c)]) {
      ++at;
      continue;
    }
    if (c == delimiter_) {
      ++fields_;
      ++at;
      continue;
    }
    if (c == '\\') {
      state_ = State::escape;
    } else if (auto ends = check_end(c); !ends) {
      return ends;
    } else if (line_end_ == LineEnd::both) {
      state_ = State::half_end;
    }
    sink_.bytes(rest.substr(0, at + 1));
    rest.remove_prefix(at + 1);
    if (state_ == State::within) end_record();
    return {};
  }
  sink_.bytes(rest);
  rest = {};
  return {};
}

std::expected<void, Defect> Scanner::check_end(char c) {
  if (c == '\n' && line_end_ != LineEnd::newline) return here(Fault::bare_newline);
  if (c == '\r' && line_end_ == LineEnd::newline) return here(Fault::bare_return);
  return check_count(fields_, columns_, record_line_);
}

std::expected<void, Defect> Scanner::escape(std::string_view& rest) {
  const char c = rest.front();
  if (c == '.') return here(Fault::end_in_row);
  if (c == '\n') ++line_;
  sink_.bytes(rest.substr(0, 1));
  rest.remove_prefix(1);
  state_ = State::within;
  return {};
}

std::expected<void, Defect> Scanner::half_end(std::string_view& rest) {
  if (rest.front() != '\n') return here(Fault::bare_return);
  sink_.bytes(rest.substr(0, 1));
  rest.remove_prefix(1);
  end_record();
  return {};
}

std::expected<void, Defect> Scanner::behind_marker(std::string_view& rest) {
  const char c = rest.front();
  const bool half = line_end_ == LineEnd::both && state_ == State::marker;
  const char wanted = line_end_ == LineEnd::carriage_return || half ? '\r' : '\n';
  if (c != wanted) return here(Fault::end_in_row);
  rest.remove_prefix(1);
  state_ = half ? State::marker_half : State::ended;
  if (state_ == State::ended) ++line_;
  return {};
}

void Scanner::end_record() {
  ++line_;
  state_ = State::before;
  if (is_spoiled()) return leave_out(sink_);
  sink_.end(++records_);
}

std::expected<void, Defect> Scanner::finish() {
  if (!ends_whole()) return here(Fault::cut_character);
  switch (state_) {
    case State::first_backslash:
    case State::escape:
      return here(Fault::cut_escape);
    case State::half_end:
    case State::marker_half:
      return here(Fault::bare_return);
    case State::within:
      if (auto counted = check_count(fields_, columns_, record_line_); !counted) return counted;
      end_record();
      return {};
    case State::before:
    case State::marker:
    case State::ended:
      return {};
  }
  return {};
}

}  // namespace chandler::dataset::copy_text
