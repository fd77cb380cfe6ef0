#include "init/migrate/layout/goose/substitution.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <format>
#include <optional>

#include "init/migrate/source/lines.hpp"

// Source: github.com/mfridman/interpolate v0.0.2, parser.go and interpolate.go.
namespace chandler::migrate::goose_layout {
namespace {

// What does not end is cut off here: a line nested deeper is no one's.
constexpr int deepest = 32;

// Letters beyond ASCII count as letters.
bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
}
bool is_name(char c) {
  return is_letter(c) || std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// A part of `value` as Go cuts it: a negative number counts from the end, and nothing lies outside.
std::string cut(const std::string& value, long offset, std::optional<long> length) {
  const long size = static_cast<long>(value.size());
  const long from = std::clamp(offset < 0 ? offset + size : offset, 0L, size);
  long to = size;
  if (length) to = std::clamp(*length < 0 ? *length + size : *length + from, from, size);
  return value.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from));
}

class Substitution {
 public:
  Substitution(std::string_view line, const Variables& variables) : line_(line), variables_(variables) {}

  core::Expected<std::string> run() { return text(false, 0); }

 private:
  using Text = core::Expected<std::string>;

  Text text(bool in_braces, int depth);
  Text variable(int depth);
  Text in_braces(int depth);
  Text part_of(const std::string& name);
  Text required(const std::string& name, int depth);
  core::Expected<std::string> name();
  core::Expected<long> number(std::string_view stops);

  bool at(std::string_view what) const { return line_.substr(at_).starts_with(what); }
  bool ended() const { return at_ >= line_.size(); }
  std::string seen() const { return ended() ? "the end of the line" : std::format("\"{}\"", line_[at_]); }
  std::optional<std::string> value(const std::string& name) const {
    return variables_ ? variables_(name) : std::nullopt;
  }
  std::unexpected<core::Error> refused(const std::string& why) const {
    return std::unexpected(core::Error{.code = "migrate.placeholder",
                                       .message = why,
                                       .where = std::to_string(at_ + 1),
                                       .hint = "Write $$ for one $, or end the part with \"-- +goose ENVSUB OFF\""});
  }

  std::string_view line_;
  const Variables& variables_;
  std::size_t at_ = 0;
};

Substitution::Text Substitution::text(bool in_braces, int depth) {
  std::string out;
  while (!ended() && !(in_braces && line_[at_] == '}')) {
    if (at("\\\\")) {
      out += "\\\\";
      at_ += 2;
    } else if (at("\\$") || at("$$")) {
      out += '$';
      at_ += 2;
    } else if (at("$(")) {
      out += "$(";
      at_ += 2;
    } else if (line_[at_] == '$' && at_ + 1 < line_.size()) {
      const auto value = variable(depth);
      if (!value) return value;
      out += *value;
    } else {
      out += line_[at_++];
    }
  }
  return out;
}

Substitution::Text Substitution::variable(int depth) {
  if (depth == deepest) return refused("the braces are nested too deep");
  ++at_;
  if (at("{")) {
    ++at_;
    return in_braces(depth + 1);
  }
  const auto which = name();
  if (!which) return which;
  return value(*which).value_or("");
}

Substitution::Text Substitution::in_braces(int depth) {
  const auto which = name();
  if (!which) return which;
  Text out;
  if (at("}")) {
    out = value(*which).value_or("");
  } else if (at(":-") || at("-")) {
    const bool empty_too = at(":-");
    at_ += empty_too ? 2 : 1;
    const auto fallback = text(true, depth);
    if (!fallback) return fallback;
    const auto given = value(*which);
    out = !given || (empty_too && given->empty()) ? *fallback : *given;
  } else if (at(":")) {
    out = part_of(*which);
  } else if (at("?")) {
    out = required(*which, depth);
  } else {
    return refused(std::format("expected \"}}\", \"-\", \":\" or \"?\" after ${{{}, found {}", *which, seen()));
  }
  if (!out) return out;
  if (!at("}")) return refused(std::format("expected \"}}\" after ${{{}, found {}", *which, seen()));
  ++at_;
  return out;
}

Substitution::Text Substitution::part_of(const std::string& name) {
  ++at_;
  const auto offset = number(":}");
  if (!offset) return std::unexpected(offset.error());
  std::optional<long> length;
  if (at(":")) {
    ++at_;
    const auto read = number("}");
    if (!read) return std::unexpected(read.error());
    length = *read;
  }
  return cut(value(name).value_or(""), *offset, length);
}

Substitution::Text Substitution::required(const std::string& name, int depth) {
  ++at_;
  const auto message = text(true, depth);
  if (!message) return message;
  if (auto given = value(name)) return *std::move(given);
  return refused(std::format("${}: {}", name, message->empty() ? "not set" : *message));
}

core::Expected<std::string> Substitution::name() {
  if (ended() || !is_letter(line_[at_])) {
    return refused(std::format("expected the name of a variable after \"$\", found {}", seen()));
  }
  const std::size_t begin = at_;
  while (!ended() && is_name(line_[at_])) ++at_;
  return std::string(line_.substr(begin, at_ - begin));
}

core::Expected<long> Substitution::number(std::string_view stops) {
  const std::size_t end = std::min(line_.find_first_of(stops, at_), line_.size());
  std::string_view digits = without_blanks(line_.substr(at_, end - at_));
  if (digits.starts_with('+')) digits.remove_prefix(1);
  long out = 0;
  const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  if (error != std::errc() || rest != digits.data() + digits.size()) {
    return refused(std::format("expected a whole number, found \"{}\"", digits));
  }
  at_ = end;
  // No text is longer; keeps the arithmetic in its range.
  constexpr long most = 1L << 40U;
  return std::clamp(out, -most, most);
}

}  // namespace

core::Expected<std::string> substitute(std::string_view line, const Variables& variables) {
  return Substitution(line, variables).run();
}

}  // namespace chandler::migrate::goose_layout
