#include "core/text/cron.hpp"

#include "core/text/cron_fields.hpp"
#include "core/text/duration.hpp"

namespace chandler::core::text {

Parsed<std::string> parse_cron(std::string_view text) {
  if (text.contains("TZ=")) return mismatch("holds a time zone; write it as its own annotation");
  if (text.starts_with(every_prefix)) {
    const auto pause = parse_duration(text.substr(every_prefix.size()));
    if (!pause || pause->count() < 1000) return mismatch("is not a schedule such as @every 5m");
    return std::string(text);
  }
  if (auto fields = parse_cron_fields(text); !fields) return std::unexpected(std::move(fields.error()));
  return std::string(text);
}

}  // namespace chandler::core::text
