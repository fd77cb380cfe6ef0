#include "dataset/download/transfer.hpp"

#include <chrono>
#include <format>
#include <utility>

#include "dataset/fault/failure.hpp"
#include "platform/http/proxy.hpp"

namespace chandler::dataset {
namespace {

using core::text::Url;
using platform::http::ClientFailure;
using platform::http::Headers;

constexpr int most_redirections = 5;

Refused refused(const Url& url, core::Outcome outcome, std::string code, std::string message, std::string_view hint) {
  return {{.outcome = outcome,
           .code = std::move(code),
           .message = std::move(message),
           .where = url.shown(),
           .hint = std::format("{} {}", nothing_loaded, hint)}};
}

Verdict verdict_on(const ClientFailure& failure, const Url& url) {
  switch (failure.kind) {
    case ClientFailure::Kind::stopped:
      return refused(url, core::Outcome::could_not, "stopped", "stopped on request", "Run it again");
    case ClientFailure::Kind::refused:
      return refused(url, core::Outcome::problem, "load.bad_proxy", failure.message,
                     "Mend HTTPS_PROXY, or take the host out with NO_PROXY");
    case ClientFailure::Kind::unreachable:
    case ClientFailure::Kind::cut:
    case ClientFailure::Kind::not_http:
    case ClientFailure::Kind::too_long:
    case ClientFailure::Kind::forbidden:
      break;
  }
  return Again{std::format("no whole answer: {}", failure.message), std::nullopt};
}

}  // namespace

Verdict Transfer::attempt(const std::stop_token& stop) {
  Url url = request_.address.url;
  for (int redirections = 0;; ++redirections) {
    Verdict verdict = exchange(url, stop);
    if (auto* const again = std::get_if<Again>(&verdict); again != nullptr && again->from_start) {
      resume_.clear();
      total_.reset();
    }
    if (auto* const bad = std::get_if<Refused>(&verdict); bad != nullptr && redirections > 0) {
      bad->error.message += std::format(" ({} redirects there)", request_.address.url.shown());
    }
    auto* const follow = std::get_if<Follow>(&verdict);
    if (follow == nullptr) return verdict;
    if (redirections == most_redirections) {
      return refused(
          request_.address.url, core::Outcome::problem, "load.bad_answer",
          std::format("it redirects more than {} times, at last to {}", most_redirections, follow->to.shown()),
          "Give the address of the file itself");
    }
    url = std::move(follow->to);
  }
}

Asked Transfer::asked_at(const Url& url) const {
  const bool goes_on = !resume_.empty() && spool_.size() > 0;
  return {.url = url,
          .compression = compression_by_name(request_.address.file_name),
          .conditional = !goes_on && !request_.known.empty(),
          .authorized = !route_.authorization.empty() && same_origin(url, request_.address.url),
          .offset = goes_on ? spool_.size() : 0,
          .total = goes_on ? total_ : std::nullopt,
          .etag = goes_on ? validators_.etag : std::string()};
}

platform::http::ClientRequest Transfer::message(const Asked& asked) const {
  platform::http::ClientRequest message{.target = asked.url.target(), .headers = {}, .body = {}};
  message.headers = {{"Accept", "*/*"}, {"Accept-Encoding", "identity"}};
  if (asked.authorized) message.headers.emplace_back("Authorization", route_.authorization);
  if (asked.offset > 0) {
    message.headers.emplace_back("Range", std::format("bytes={}-", asked.offset));
    message.headers.emplace_back("If-Range", resume_);
  }
  if (!asked.conditional) return message;
  const Validators& known = request_.known;
  if (!known.etag.empty()) message.headers.emplace_back("If-None-Match", known.etag);
  if (!known.last_modified.empty()) message.headers.emplace_back("If-Modified-Since", known.last_modified);
  return message;
}

core::Expected<platform::http::Origin> Transfer::origin_of(const Url& url) const {
  auto proxy = platform::http::proxy_for(url, route_.options.environment);
  if (!proxy) return std::unexpected(refused(url, core::Outcome::usage, "load.bad_proxy", proxy.error(), {}).error);
  return platform::http::Origin{
      .host = url.host, .port = url.port, .tls = url.tls() ? route_.tls : nullptr, .proxy = *std::move(proxy)};
}

// Makes ready for the body. False: there is none to take.
bool Transfer::accept(Verdict& verdict, const Headers& headers) {
  if (const auto* const rest = std::get_if<TakeRest>(&verdict)) {
    if (!total_) total_ = rest->total;
    return true;
  }
  const auto* const all = std::get_if<TakeAll>(&verdict);
  if (all == nullptr) return false;
  total_ = all->length;
  validators_ = validators_of(headers);
  resume_ = resume_validator(headers);
  if (auto cleared = spool_.clear(); !cleared) {
    verdict = Refused{cleared.error()};
    return false;
  }
  return true;
}

Verdict Transfer::exchange(const Url& url, const std::stop_token& stop) {
  auto origin = origin_of(url);
  if (!origin) return Refused{origin.error()};
  const Asked asked = asked_at(url);
  std::optional<Verdict> verdict;
  const auto head = [&](int status, const Headers& headers) {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    return accept(verdict.emplace(judge(asked, status, headers, now)), headers);
  };
  const auto body = [&](std::string_view bytes) {
    auto kept = spool_.append(bytes);
    if (!kept) verdict = Refused{std::move(kept.error())};
    return kept.has_value();
  };
  platform::http::Client client(*std::move(origin), route_.options.limits);
  const auto response = client.stream(message(asked), body, stop, head);
  const bool taken =
      verdict && (std::holds_alternative<TakeAll>(*verdict) || std::holds_alternative<TakeRest>(*verdict));
  if (verdict && !taken) return *std::move(verdict);
  if (!response) return verdict_on(response.error(), url);
  if (response->excess) {
    return refused(url, core::Outcome::could_not, "load.bad_answer",
                   std::format("it sent more than the {} bytes that it announced", spool_.size()),
                   "The server is at fault. Run it again");
  }
  if (total_ && spool_.size() < *total_) {
    return Again{std::format("it sent {} of {} bytes", spool_.size(), *total_), std::nullopt};
  }
  if (total_ && spool_.size() > *total_) {
    return Again{std::format("it sent {} bytes where it announced {}", spool_.size(), *total_), std::nullopt, true};
  }
  return Complete{};
}

}  // namespace chandler::dataset
