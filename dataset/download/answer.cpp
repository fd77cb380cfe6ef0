#include "dataset/download/answer.hpp"

#include <algorithm>
#include <array>
#include <format>
#include <limits>
#include <utility>

#include "core/text/number.hpp"
#include "dataset/download/content_range.hpp"
#include "dataset/fault/failure.hpp"
#include "platform/http/http_date.hpp"
#include "platform/http/proxy.hpp"

namespace chandler::dataset {
namespace {

using platform::http::find_header;
using platform::http::Headers;

Refused refused(const Asked& asked, std::string code, std::string message, std::string_view hint) {
  return {{.code = std::move(code),
           .message = std::move(message),
           .where = asked.url.shown(),
           .hint = std::format("{} {}", nothing_loaded, hint)}};
}

Refused bad_answer(const Asked& asked, std::string message, std::string_view hint) {
  return refused(asked, "load.bad_answer", std::move(message), hint);
}

std::optional<std::uint64_t> length_of(const Headers& headers) {
  const auto length =
      core::text::parse_whole(find_header(headers, "Content-Length"), 0, std::numeric_limits<std::int64_t>::max());
  return length ? std::optional(static_cast<std::uint64_t>(*length)) : std::nullopt;
}

// Identity was asked for. What a file's name says of its compression may also be said so.
bool as_stored(Compression by_name, std::string_view encoding) {
  if (encoding.empty() || encoding == "identity") return true;
  if (by_name == Compression::gzip) return encoding == "gzip" || encoding == "x-gzip";
  return by_name == Compression::zstd && encoding == "zstd";
}

Verdict whole(const Asked& asked, const Headers& headers) {
  const std::string_view encoding = find_header(headers, "Content-Encoding");
  if (!as_stored(asked.compression, encoding)) {
    return bad_answer(asked,
                      std::format("it comes in the encoding {}, though it was asked for as it is stored", encoding),
                      "Turn that off at the server, or give the file a name that ends in .gz or .zst");
  }
  return TakeAll{length_of(headers)};
}

Verdict rest(const Asked& asked, const Headers& headers) {
  const auto start_over = [](std::string why) { return Again{std::move(why), std::nullopt, true}; };
  if (asked.offset == 0) return start_over("it answers with a part of the file, though all of it was asked for");
  const auto range = parse_content_range(find_header(headers, "Content-Range"));
  if (!range || !range->first) return start_over("it answers with a part of the file and does not say which");
  const std::string_view etag = find_header(headers, "ETag");
  const bool other = (!asked.etag.empty() && !etag.empty() && etag != asked.etag) ||
                     (asked.total && range->total && *asked.total != *range->total);
  if (other) return start_over("the file changed while it was downloaded");
  if (*range->first != asked.offset) {
    return start_over(std::format("it answers with the bytes from {} to {}, where those from {} on were asked for",
                                  *range->first, *range->last, asked.offset));
  }
  return TakeRest{range->total};
}

// An answer 416: there is nothing at the offset or behind it.
Verdict beyond(const Asked& asked, const Headers& headers) {
  const auto range = parse_content_range(find_header(headers, "Content-Range"));
  // Where the length was not announced, the end may have been cut off alone.
  if (asked.offset > 0 && !asked.total && range && range->total == asked.offset) return Complete{};
  return Again{"it has nothing behind what was downloaded, though it announced more", std::nullopt, true};
}

// The Location as it may come: with blanks and bytes that should have been escaped.
std::string escaped(std::string_view location) {
  std::string out;
  for (const char c : location) {
    const bool plain = c > 0x20 && c < 0x7F;
    out += plain ? std::string(1, c) : std::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

Verdict redirection(const Asked& asked, int status, const Headers& headers) {
  auto to = core::text::resolve_url(asked.url, escaped(find_header(headers, "Location")));
  if (find_header(headers, "Location").empty() || !to) {
    return bad_answer(asked, std::format("it redirects (status {}) to no address of a file", status),
                      "Give the address of the file itself");
  }
  const bool safe = to->tls() || (!asked.url.tls() && platform::http::is_loopback(to->host));
  if (!safe) {
    return bad_answer(asked, std::format("it redirects to {}, which is not https:", to->shown()),
                      "Give the address of the file itself");
  }
  to->userinfo.clear();
  return Follow{*std::move(to)};
}

std::optional<std::chrono::seconds> retry_after(const Headers& headers, std::chrono::sys_seconds now) {
  static constexpr std::int64_t longest = std::int64_t{365} * 24 * 3600;
  const std::string_view text = find_header(headers, "Retry-After");
  if (const auto seconds = core::text::parse_whole(text, 0, longest)) return std::chrono::seconds(*seconds);
  const auto date = platform::http::parse_http_date(text);
  if (!date) return std::nullopt;
  return std::max(*date - now, std::chrono::seconds(0));
}

Refused client_error(const Asked& asked, int status) {
  const std::string answers = std::format("the server answers with status {}", status);
  switch (status) {
    case 401:
      return refused(asked, "load.source_refused", answers + " (Unauthorized)",
                     asked.authorized
                         ? "Its token or password is not accepted: is it of this server, and still valid?"
                         : "Set CHANDLER_SOURCE_TOKEN, or CHANDLER_SOURCE_USERNAME and CHANDLER_SOURCE_PASSWORD; "
                           "in a pod chandler.dev/source-secret does");
    case 403:
      return refused(asked, "load.source_refused", answers + " (Forbidden)",
                     "A presigned address may have expired; else may this account read the file?");
    case 404:
      return refused(asked, "load.source_missing", answers + " (Not Found)", "Is the address right?");
    case 410:
      return refused(asked, "load.source_missing", answers + " (Gone)",
                     "The file was taken away: give another address");
    default:
      return bad_answer(asked, answers, "Expected status 200: what does curl -v say of this address?");
  }
}

}  // namespace

Validators validators_of(const Headers& headers) {
  return {.etag = std::string(find_header(headers, "ETag")),
          .last_modified = std::string(find_header(headers, "Last-Modified"))};
}

std::string resume_validator(const Headers& headers) {
  const std::string_view etag = find_header(headers, "ETag");
  if (etag.starts_with('"')) return std::string(etag);
  if (!etag.empty()) return {};
  const std::string_view modified = find_header(headers, "Last-Modified");
  const auto changed = platform::http::parse_http_date(modified);
  const auto sent = platform::http::parse_http_date(find_header(headers, "Date"));
  return changed && sent && *sent - *changed >= std::chrono::seconds(1) ? std::string(modified) : std::string();
}

Verdict judge(const Asked& asked, int status, const Headers& headers, std::chrono::sys_seconds now) {
  static constexpr std::array redirections{301, 302, 303, 307, 308};
  static constexpr std::array passing{408, 425, 429};
  if (status == 200) return whole(asked, headers);
  if (status == 206) return rest(asked, headers);
  if (status == 304 && asked.conditional) return NotModified{};
  if (status == 416) return beyond(asked, headers);
  if (std::ranges::contains(redirections, status)) return redirection(asked, status, headers);
  if (status / 100 == 5 || std::ranges::contains(passing, status)) {
    return Again{std::format("it answers with status {}", status), retry_after(headers, now)};
  }
  return client_error(asked, status);
}

}  // namespace chandler::dataset
