#include "platform/http/http_date.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "core/text/number.hpp"

namespace chandler::platform::http {
namespace {

constexpr std::string_view form = "Sun, 06 Nov 1994 08:49:37 GMT";
constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

// By hand: std::chrono::parse reads names of days and months in the language of the process.
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text) {
  if (text.size() != form.size() || text.substr(3, 2) != ", " || !text.ends_with(" GMT")) return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t digits, std::int64_t most) {
    return core::text::parse_whole(text.substr(at, digits), 0, most);
  };
  const auto* const month = std::ranges::find(months, text.substr(8, 3));
  const auto day = number(5, 2, 31);
  const auto year = number(12, 4, 9999);
  const auto hour = number(17, 2, 23);
  const auto minute = number(20, 2, 59);
  const auto second = number(23, 2, 60);  // a leap second
  if (month == months.end() || !day || !year || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(static_cast<unsigned>(month - months.begin()) + 1),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second);
}

}  // namespace chandler::platform::http
