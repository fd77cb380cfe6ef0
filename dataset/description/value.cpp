#include "dataset/description/value.hpp"

#include <algorithm>
#include <format>
#include <limits>
#include <utility>

#include "core/text/duration.hpp"
#include "core/text/number.hpp"
#include "dataset/description/parse.hpp"
#include "dataset/fault/row_error.hpp"

namespace chandler::dataset::description {
namespace {

const std::string& scalar(const YAML::Node& node, std::string_view expected) {
  if (!node.IsScalar()) refuse(node, std::format("expected {}, found {}", expected, found(node)));
  return node.Scalar();
}

template <typename T>
T taken(const YAML::Node& node, core::text::Parsed<T> parsed, std::string_view expected) {
  if (parsed) return *std::move(parsed);
  const std::string near =
      parsed.error().nearest.empty() ? "" : std::format("Did you mean {}?", parsed.error().nearest);
  refuse(node, std::format("expected {}, found {}", expected, found(node)), near);
}

template <typename Choice>
void read_choice(const YAML::Node& node, std::optional<Choice>& into) {
  const auto choices = words(Choice{});
  std::string expected;
  for (std::size_t i = 0; i < choices.size(); ++i)
    expected += std::format("{}{}", i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ", choices[i]);
  const std::string_view word = taken(node, core::text::parse_choice(scalar(node, expected), choices), expected);
  into = static_cast<Choice>(std::ranges::find(choices, word) - choices.begin());
}

}  // namespace

Mark mark_of(const YAML::Node& node) {
  const YAML::Mark mark = node.Mark();
  if (mark.is_null()) return {1, 1};
  return {static_cast<std::size_t>(mark.line) + 1, static_cast<std::size_t>(mark.column) + 1};
}

std::string found(const YAML::Node& node) {
  if (node.IsScalar()) return shown(node.Scalar());
  if (node.IsSequence()) return "a list";
  return node.IsMap() ? "a mapping" : "nothing";
}

void refuse(const YAML::Node& at, std::string message, std::string_view hint) {
  throw Refused{refusal(mark_of(at), std::move(message), hint)};
}

void read(const YAML::Node& node, std::string& into) {
  into = scalar(node, "a text");
  if (into.empty()) refuse(node, "expected a text, found an empty one");
}

void read(const YAML::Node& node, std::optional<std::string>& into) {
  into = scalar(node, "a text, in quotes where it is empty or null");
}

void read(const YAML::Node& node, bool& into) {
  const std::string& text = scalar(node, "true or false");
  if (text != "true" && text != "false") refuse(node, std::format("expected true or false, found {}", found(node)));
  into = text == "true";
}

void read(const YAML::Node& node, std::optional<bool>& into) {
  read(node, into.emplace());
}

void read(const YAML::Node& node, std::int64_t& into) {
  constexpr std::string_view expected = "a whole number that is not negative";
  into = taken(node, core::text::parse_whole(scalar(node, expected), 0, std::numeric_limits<std::int64_t>::max()),
               expected);
}

void read(const YAML::Node& node, std::optional<std::int64_t>& into) {
  read(node, into.emplace());
}

// COPY takes any byte of ASCII but the line ends; letters and digits are taken for mistakes.
void read(const YAML::Node& node, std::optional<char>& into) {
  constexpr std::string_view expected = "one character, such as \";\" or \"\\t\", and no letter, digit or line end";
  const std::string& text = scalar(node, expected);
  const auto wrong = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter || byte == 0 || byte >= 0x80 || c == '\n' || c == '\r';
  };
  if (text.size() != 1 || wrong(text.front()))
    refuse(node, std::format("expected {}, found {}", expected, found(node)));
  into = text.front();
}

void read(const YAML::Node& node, std::optional<Mode>& into) {
  read_choice(node, into);
}

void read(const YAML::Node& node, std::optional<FileFormat>& into) {
  read_choice(node, into);
}

void read(const YAML::Node& node, std::optional<core::text::Percentage>& into) {
  constexpr std::string_view expected = "a part of the table's rows, such as 10%";
  into = taken(node, core::text::parse_percentage(scalar(node, expected)), expected);
}

void read(const YAML::Node& node, std::optional<std::chrono::milliseconds>& into) {
  constexpr std::string_view expected = "a duration, such as 24h or 1h30m";
  into = taken(node, core::text::parse_duration(scalar(node, expected)), expected);
}

void read(const YAML::Node& node, std::vector<std::string>& into) {
  if (!node.IsSequence())
    refuse(node, std::format("expected a list of names, such as [id, lang], found {}", found(node)));
  for (const YAML::Node& item : node) read(item, into.emplace_back());
  if (into.empty()) refuse(node, "expected a list of names, found an empty one");
}

}  // namespace chandler::dataset::description
