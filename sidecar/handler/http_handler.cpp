#include "sidecar/handler/http_handler.hpp"

#include <format>
#include <random>

#include <nlohmann/json.hpp>

#include "core/text/url.hpp"
#include "platform/http/client.hpp"
#include "platform/log/log.hpp"
#include "sidecar/handler/http_rules.hpp"
#include "sidecar/handler/target.hpp"
#include "sidecar/run/retry_delay.hpp"

namespace chandler::execute {
namespace {

using platform::http::Client;
using platform::http::ClientFailure;
using platform::http::ClientLimits;
using platform::http::ClientResponse;
using platform::http::Origin;

constexpr std::size_t longest_answer = std::size_t{64} * 1024;
constexpr std::size_t shown_of_answer = 300;

// So that one task that is not found does not come back at once, before all others.
constexpr std::chrono::milliseconds least_release{5000};

class HttpHandler final : public Handler {
 public:
  HttpHandler(const Origin& origin, std::string target, std::chrono::milliseconds timeout,
              std::shared_ptr<Target> application)
      : client_(origin, ClientLimits{.quiet = timeout, .longest_body = longest_answer}),
        target_(std::move(target)),
        timeout_(timeout),
        application_(std::move(application)) {}

  std::size_t batch() const override { return 1; }

  std::vector<Outcome> handle(std::span<const Task> tasks, const std::stop_token& stop) override {
    std::vector<Outcome> out;
    for (const Task& each : tasks) out.push_back(call(each, stop));
    return out;
  }

 private:
  std::expected<ClientResponse, ClientFailure> post(const Task& task, const std::stop_token& stop);
  Outcome call(const Task& task, const std::stop_token& stop);
  Outcome answered(const Task& task, const ClientResponse& response, Target::Clock::time_point began);
  Outcome paused(const Task& task, Target::Clock::time_point began, std::optional<std::chrono::milliseconds> after,
                 const std::string& why);
  Outcome failed(const Task& task, Verdict verdict, std::string why);

  Client client_;
  const std::string target_;
  const std::chrono::milliseconds timeout_;
  const std::shared_ptr<Target> application_;
  std::mt19937 random_{std::random_device{}()};
};

std::expected<ClientResponse, ClientFailure> HttpHandler::post(const Task& task, const std::stop_token& stop) {
  const auto deadline = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()) + timeout_;
  return client_.send({.method = "POST",
                       .target = target_,
                       .headers = headers_of(task, deadline),
                       .body = task.payload,
                       .whole = timeout_},
                      stop);
}

Outcome HttpHandler::failed(const Task& task, Verdict verdict, std::string why) {
  Outcome out = outcome_of(task, verdict);
  out.error = std::move(why);
  out.delay = retry_delay(task.attempt, std::uniform_real_distribution<double>(0, 1)(random_));
  return out;
}

Outcome HttpHandler::paused(const Task& task, Target::Clock::time_point began,
                            std::optional<std::chrono::milliseconds> after, const std::string& why) {
  Outcome out = outcome_of(task, Verdict::release);
  out.delay = std::max(application_->pause(began, after), least_release);
  out.error = why;
  platform::log::warning("target_paused", why, {{"task", task.claim.id}, {"delay_ms", out.delay.count()}});
  return out;
}

Outcome HttpHandler::call(const Task& task, const std::stop_token& stop) {
  if (!application_->wait(stop)) return outcome_of(task, Verdict::release);
  const auto began = Target::Clock::now();
  auto response = post(task, stop);
  // Most likely the application had just closed a connection that it kept; the key tells it if not.
  if (!response && response.error().kind == ClientFailure::Kind::cut && Target::Clock::now() - began < timeout_ / 2) {
    response = post(task, stop);
  }
  if (response) return answered(task, *response, began);
  const ClientFailure& failure = response.error();
  switch (failure.kind) {
    case ClientFailure::Kind::stopped:
      return outcome_of(task, Verdict::release);
    case ClientFailure::Kind::unreachable:
      return paused(task, began, std::nullopt, failure.message);
    default:
      return failed(task, Verdict::retry, failure.message);
  }
}

Outcome HttpHandler::answered(const Task& task, const ClientResponse& response, Target::Clock::time_point began) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const Judgement judgement = judge(response.status, response.header("Retry-After"), now);
  const std::string why = std::format("it answered {}: {}", response.status, response.body.substr(0, shown_of_answer));
  if (judgement.kind == Judgement::Kind::pause) return paused(task, began, judgement.after, why);
  application_->well();
  if (judgement.kind == Judgement::Kind::retry) return failed(task, Verdict::retry, why);
  if (judgement.kind == Judgement::Kind::failed) return failed(task, Verdict::failed, why);
  Outcome out = outcome_of(task, Verdict::completed);
  if (response.header("Content-Type").starts_with("application/json") && nlohmann::json::accept(response.body)) {
    out.result = response.body;
  }
  return out;
}

bool is_this_machine(std::string_view host) {
  return platform::http::is_loopback(host);
}

std::unexpected<core::Error> wrong(const std::string& address, std::string_view what) {
  return std::unexpected(core::Error{.outcome = core::Outcome::usage,
                                     .code = "cli.bad_flag",
                                     .message = std::format("\"{}\" {}", address, what),
                                     .where = "--handler",
                                     .hint = "Expected http://:PORT/PATH"});
}

}  // namespace

core::Expected<HandlerPlan> http_handler(const HttpOptions& options) {
  constexpr std::string_view scheme = "http://";
  std::string address = options.address;
  if (address.starts_with("http://:")) address.insert(scheme.size(), "127.0.0.1");
  const auto url = core::text::parse_url(address);
  if (!url) return wrong(options.address, url.error().why);
  if (url->tls()) return wrong(options.address, "is no http: address");
  if (!options.remote && !is_this_machine(url->host)) {
    return wrong(options.address, "is another machine, which --remote has to allow");
  }
  const Origin origin{.host = url->host, .port = url->port};
  const auto target = std::make_shared<Target>();
  return HandlerPlan{.make = [origin, path = url->target(), timeout = options.timeout,
                              target] { return std::make_unique<HttpHandler>(origin, path, timeout, target); },
                     .workers = options.concurrency};
}

}  // namespace chandler::execute
