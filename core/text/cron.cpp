#include "core/text/cron.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <format>
#include <optional>
#include <span>
#include <vector>

#include "core/text/duration.hpp"
#include "core/text/list.hpp"
#include "core/text/nearest.hpp"

namespace chandler::core::text {
namespace {

struct Field {
  std::string_view name;
  int least;
  int most;
  std::span<const std::string_view> names;  // of `least` and what follows
};

constexpr std::array<std::string_view, 12> months{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                  "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> days{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};
constexpr std::array<Field, 5> fields{{{"minute", 0, 59, {}},
                                       {"hour", 0, 23, {}},
                                       {"day of the month", 1, 31, {}},
                                       {"month", 1, 12, months},
                                       {"day of the week", 0, 6, days}}};
constexpr std::array<std::string_view, 7> words{"@yearly", "@annually", "@monthly", "@weekly",
                                                "@daily",  "@midnight", "@hourly"};
constexpr std::string_view every = "@every ";

std::optional<int> whole(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool complete = !text.empty() && error == std::errc{} && end == text.data() + text.size() && text[0] != '-';
  return complete ? std::optional(value) : std::nullopt;
}

std::optional<int> point(std::string_view text, const Field& field) {
  std::string upper(text);
  std::ranges::transform(upper, upper.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  const auto named = std::ranges::find(field.names, upper);
  const auto value =
      named == field.names.end() ? whole(text) : static_cast<int>(named - field.names.begin()) + field.least;
  if (!value || *value < field.least || *value > field.most) return std::nullopt;
  return value;
}

// "*", "5", "1-5", each with "/step".
bool is_range(std::string_view text, const Field& field) {
  const std::size_t slash = text.find('/');
  if (slash != std::string_view::npos) {
    const auto step = whole(text.substr(slash + 1));
    if (!step || *step < 1) return false;
    text = text.substr(0, slash);
  }
  if (text == "*" || text == "?") return true;
  const std::size_t dash = text.find('-');
  const auto first = point(text.substr(0, dash), field);
  if (dash == std::string_view::npos) return first.has_value();
  const auto last = point(text.substr(dash + 1), field);
  return first && last && *first <= *last;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> parts = split(text, ' ');
  std::erase(parts, std::string_view{});
  return parts;
}

}  // namespace

Parsed<std::string> parse_cron(std::string_view text) {
  if (text.contains("TZ=")) return mismatch("holds a time zone; write it as its own annotation");
  if (text.starts_with(every)) {
    const auto pause = parse_duration(text.substr(every.size()));
    if (!pause || pause->count() < 1000) return mismatch("is not a schedule such as @every 5m");
    return std::string(text);
  }
  if (text.starts_with('@')) {
    if (std::ranges::contains(words, text)) return std::string(text);
    return mismatch("is not one of @hourly, @daily, @weekly, @monthly, @yearly", std::string(nearest(text, words)));
  }
  const auto parts = words_of(text);
  if (parts.size() != fields.size()) {
    return mismatch(
        std::format("has {} fields, not the 5 of a cron schedule such as \"0 3 * * MON-FRI\"", parts.size()));
  }
  for (std::size_t i = 0; i < fields.size(); ++i) {
    for (const std::string_view range : split(parts[i], ',')) {
      if (is_range(range, fields[i])) continue;
      return mismatch(std::format("has \"{}\" for the {}, which goes from {} to {}", range, fields[i].name,
                                  fields[i].least, fields[i].most));
    }
  }
  return std::string(text);
}

}  // namespace chandler::core::text
