#include "cli/duration_flag.hpp"

#include <format>

#include "core/text/duration.hpp"
#include "core/text/number.hpp"

namespace chandler::cli {
namespace {

constexpr std::int64_t longest_seconds = 366LL * 24 * 3600;

}  // namespace

core::Expected<std::chrono::milliseconds> read_duration(const std::string& flag, const std::string& text) {
  const auto parsed = core::text::parse_duration(text);
  if (parsed) return *parsed;
  return std::unexpected(core::Error{.outcome = core::Outcome::usage,
                                     .code = "cli.bad_flag",
                                     .message = std::format("\"{}\" {}", text, parsed.error().why),
                                     .where = flag});
}

core::Expected<std::chrono::seconds> read_seconds(const std::string& flag, const std::string& text) {
  if (text.empty()) return std::chrono::seconds(0);
  if (const auto number = core::text::parse_whole(text, 0, longest_seconds)) return std::chrono::seconds(*number);
  const auto duration = read_duration(flag, text);
  if (!duration) return std::unexpected(duration.error());
  return std::chrono::ceil<std::chrono::seconds>(*duration);
}

}  // namespace chandler::cli
