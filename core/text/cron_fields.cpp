#include "core/text/cron_fields.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <format>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/text/list.hpp"
#include "core/text/nearest.hpp"

// robfig/cron v3's standard parser, which Kubernetes' CronJob controller uses:
// https://github.com/robfig/cron/blob/v3.0.1/parser.go
namespace chandler::core::text {
namespace {

struct Field {
  std::string_view name;
  int least;
  int most;
  std::span<const std::string_view> names;  // of `least` and what follows
  std::uint64_t CronFields::* bits;
  bool CronFields::* any;  // null: of no matter
};

constexpr std::array<std::string_view, 12> months{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                  "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> days{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};
constexpr std::array<Field, 5> fields{
    {{"minute", 0, 59, {}, &CronFields::minutes, nullptr},
     {"hour", 0, 23, {}, &CronFields::hours, nullptr},
     {"day of the month", 1, 31, {}, &CronFields::days, &CronFields::any_day},
     {"month", 1, 12, months, &CronFields::months, nullptr},
     {"day of the week", 0, 6, days, &CronFields::weekdays, &CronFields::any_weekday}}};

struct Word {
  std::string_view word;
  std::string_view means;
};
constexpr std::array<Word, 7> words{{{"@yearly", "0 0 1 1 *"},
                                     {"@annually", "0 0 1 1 *"},
                                     {"@monthly", "0 0 1 * *"},
                                     {"@weekly", "0 0 * * 0"},
                                     {"@daily", "0 0 * * *"},
                                     {"@midnight", "0 0 * * *"},
                                     {"@hourly", "0 * * * *"}}};

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

struct Range {
  int first;
  int last;
  int step = 1;
  bool any = false;  // "*" or "?", every one of them
};

// "*", "5", "1-5", each with "/step"; "5/10" begins at 5 and goes to the end.
std::optional<Range> read_range(std::string_view text, const Field& field) {
  int step = 1;
  const std::size_t slash = text.find('/');
  if (slash != std::string_view::npos) {
    const auto read = whole(text.substr(slash + 1));
    if (!read || *read < 1) return std::nullopt;
    step = *read;
    text = text.substr(0, slash);
  }
  if (text == "*" || text == "?")
    return Range{.first = field.least, .last = field.most, .step = step, .any = step == 1};
  const std::size_t dash = text.find('-');
  const auto first = point(text.substr(0, dash), field);
  if (!first) return std::nullopt;
  if (dash == std::string_view::npos) {
    return Range{.first = *first, .last = slash == std::string_view::npos ? *first : field.most, .step = step};
  }
  const auto last = point(text.substr(dash + 1), field);
  if (!last || *first > *last) return std::nullopt;
  return Range{.first = *first, .last = *last, .step = step};
}

void add(const Range& range, const Field& field, CronFields& all) {
  for (int value = range.first; value <= range.last; value += range.step) {
    all.*field.bits |= std::uint64_t{1} << static_cast<unsigned>(value - field.least);
    if (range.step > range.last - value) break;
  }
  if (range.any && field.any != nullptr) all.*field.any = true;
}

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts = split(text, ' ');
  std::erase(parts, std::string_view{});
  return parts;
}

}  // namespace

Parsed<CronFields> parse_cron_fields(std::string_view text) {
  if (text.starts_with('@')) {
    const auto word = std::ranges::find(words, text, &Word::word);
    if (word != words.end()) return parse_cron_fields(word->means);
    std::vector<std::string_view> known;
    known.reserve(words.size());
    for (const Word& each : words) known.push_back(each.word);
    return mismatch("is not one of @hourly, @daily, @weekly, @monthly, @yearly", std::string(nearest(text, known)));
  }
  const auto parts = parts_of(text);
  if (parts.size() != fields.size()) {
    return mismatch(
        std::format("has {} fields, not the 5 of a cron schedule such as \"0 3 * * MON-FRI\"", parts.size()));
  }
  CronFields all;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    for (const std::string_view each : split(parts[i], ',')) {
      const auto range = read_range(each, fields[i]);
      if (!range) {
        return mismatch(std::format("has \"{}\" for the {}, which goes from {} to {}", each, fields[i].name,
                                    fields[i].least, fields[i].most));
      }
      add(*range, fields[i], all);
    }
  }
  return all;
}

}  // namespace chandler::core::text
