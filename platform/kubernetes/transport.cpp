#include "platform/kubernetes/transport.hpp"

#include <format>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "platform/kubernetes/line_splitter.hpp"
#include "platform/kubernetes/status.hpp"
#include "platform/kubernetes/watch_event.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::platform::kubernetes {
namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr int unauthorized = 401;

std::unexpected<core::Error> failed(const Call& call, std::string_view code, std::string_view why,
                                    std::string_view hint = {}) {
  const bool later = code == code::unreachable || code == code::conflict || code == code::expired ||
                     code == code::disruption_budget || code == code::fenced;
  return std::unexpected(
      core::Error{.outcome = later ? core::Outcome::could_not : core::Outcome::problem,
                  .code = std::string(code),
                  .message = std::format("cannot {} {}: {}", call.verb, call.resource.display(), why),
                  .hint = std::string(hint)});
}

std::unexpected<core::Error> failed(const Call& call, const Status& status) {
  return failed(call, code_of(status), status.message, hint_of(status.code));
}

bool too_busy(int status) {
  return status == 429 || status == 503;
}

core::Expected<http::Origin> origin_of(const Cluster& cluster) {
  http::Origin origin{.host = cluster.host,
                      .port = cluster.port,
                      .tls = nullptr,
                      .proxy = cluster.proxy,
                      .tls_name = cluster.tls_server_name};
  if (!cluster.tls) return origin;
  auto context = tls::ClientContext::make({.ca = cluster.ca,
                                           .certificate = cluster.client_certificate,
                                           .key = cluster.client_key,
                                           .verify = cluster.verify});
  if (!context) {
    core::Error error = context.error();
    error.code = "kubernetes.configuration";
    return std::unexpected(std::move(error));
  }
  origin.tls = *std::move(context);
  return origin;
}

}  // namespace

core::Expected<std::unique_ptr<Client::Transport>> Client::Transport::make(Cluster cluster,
                                                                           const ClientOptions& options) {
  auto origin = origin_of(cluster);
  if (!origin) return std::unexpected(origin.error());
  return std::unique_ptr<Transport>(new Transport(std::move(cluster), *std::move(origin), options));
}

Client::Transport::Transport(Cluster cluster, http::Origin origin, const ClientOptions& options)
    : credentials_(cluster),
      limits_{.connect = options.connect_timeout, .quiet = options.request_timeout},
      http_(std::move(origin), limits_),
      options_(options),
      cluster_(std::move(cluster)) {}

core::Expected<json> Client::Transport::send(const Call& call) {
  const auto response = exchange(call);
  if (!response) return std::unexpected(response.error());
  json body = json::parse(response->body, nullptr, false);
  if (!body.is_object()) return failed(call, code::unreachable, "the answer is not a JSON object");
  return body;
}

core::Expected<Page> Client::Transport::list(const Call& call, const ListOptions& options, const ItemSink& sink) {
  const auto response = exchange(call);
  if (!response) return std::unexpected(response.error());
  const auto page = read_page(response->body, options.managed_fields, sink);
  if (!page) return failed(call, code::unreachable, "the answer is not a list");
  return *page;
}

core::Expected<http::ClientRequest> Client::Transport::request_for(const Call& call) {
  if (auto refreshed = refresh(); !refreshed) return std::unexpected(refreshed.error());
  http::ClientRequest request{.method = call.method,
                              .target = cluster_.path + call.resource.path() + call.query,
                              .headers = credentials_.headers(),
                              .body = {}};
  request.headers.emplace_back("Accept", call.accept);
  if (call.body != nullptr) {
    request.body = call.body->dump(-1, ' ', false, json::error_handler_t::replace);
    request.headers.emplace_back("Content-Type", call.content_type);
  }
  if (call.writes()) request.permitted = options_.may_write;
  return request;
}

bool Client::Transport::renew(int status, bool& renewed) {
  return status == unauthorized && !std::exchange(renewed, true) && credentials_.renew(options_.stop);
}

core::Error Client::Transport::unanswered(const Call& call, const http::ClientFailure& failure) const {
  if (failure.kind == http::ClientFailure::Kind::forbidden) return failed(call, code::fenced, failure.message).error();
  return failed(call, code::unreachable,
                std::format("no answer from the API server {} ({})", http_.origin().display(), failure.message))
      .error();
}

// A plug-in may bring a new client certificate: another connection then.
core::Expected<void> Client::Transport::refresh() {
  if (auto refreshed = credentials_.refresh(options_.stop); !refreshed) return refreshed;
  const kubeconfig::ExecCredential* const plugged = credentials_.certificate();
  if (plugged == nullptr || plugged->certificate == certificate_) return {};
  Cluster cluster = cluster_;
  cluster.client_certificate = plugged->certificate;
  cluster.client_key = plugged->key;
  auto origin = origin_of(cluster);
  if (!origin) return std::unexpected(origin.error());
  http_ = http::Client(*std::move(origin), limits_);
  certificate_ = plugged->certificate;
  return {};
}

core::Expected<http::ClientResponse> Client::Transport::exchange(const Call& call) {
  const auto end = Clock::now() + options_.whole_timeout;
  bool renewed = false;
  for (int left = options_.repetitions;; --left) {
    auto request = request_for(call);
    if (!request) return std::unexpected(request.error());
    request->whole = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    auto response = http_.send(*request, options_.stop);
    if (!response) return std::unexpected(unanswered(call, response.error()));
    if (response->status < 300) return *std::move(response);
    if (renew(response->status, renewed)) continue;
    if (left <= 0 || !repeat_after(*response, end)) {
      return failed(call, parse_status(response->body, response->status));
    }
  }
}

bool Client::Transport::repeat_after(const http::ClientResponse& response, Clock::time_point end) {
  if (!too_busy(response.status)) return false;
  const auto pause = read_retry_after(response.header("Retry-After"));
  if (!pause || Clock::now() + *pause >= end) return false;
  return sleep_unless_stopped(options_.stop, *pause);
}

core::Expected<void> Client::Transport::stream(const Call& call, const Streaming& streaming, const bool& over) {
  for (bool renewed = false;;) {
    auto request = request_for(call);
    if (!request) return std::unexpected(request.error());
    request->quiet = streaming.quiet;
    request->whole = streaming.whole;
    int status = 0;
    std::string refusal;
    const auto answer = http_.stream(
        *request,
        [&](std::string_view bytes) {
          static constexpr std::size_t enough = 65'536;
          if (status >= 300) return refusal.append(bytes).size() < enough;
          return streaming.sink(bytes);
        },
        options_.stop,
        [&](int code, const http::Headers&) {
          status = code;
          return true;
        });
    if (over) return {};
    if (!answer) return std::unexpected(unanswered(call, answer.error()));
    if (status < 300) return {};
    if (renew(status, renewed)) continue;
    return failed(call, parse_status(refusal, status));
  }
}

core::Expected<void> Client::Transport::watch(const Call& call, const WatchOptions& options, const EventSink& sink) {
  // What the server may take longer than asked until it ends the stream.
  static constexpr std::chrono::seconds grace{30};
  std::optional<Status> failure;
  bool over = false;
  const auto malformed = [&](const char* why) { failure = Status{.code = 502, .message = why}; };
  LineSplitter lines([&](std::string_view line) {
    auto event = read_watch_event(line, options.managed_fields);
    if (!event) {
      malformed("a line of the stream is no event");
    } else if (event->type == WatchEvent::Type::error) {
      failure = read_status(event->object, 500);
    } else {
      over = !sink(*std::move(event));
    }
    over = over || failure.has_value();
    return !over;
  });
  const auto streamed = stream(call,
                               {.quiet = options.duration + grace,
                                .whole = options.duration + grace,
                                .sink =
                                    [&](std::string_view bytes) {
                                      const auto state = lines.put(bytes);
                                      if (state == LineSplitter::State::too_long) {
                                        malformed("a line of the stream is too long");
                                        over = true;
                                      }
                                      return state == LineSplitter::State::open;
                                    }},
                               over);
  if (failure) return failed(call, *failure);
  return streamed;
}

core::Expected<void> Client::Transport::logs(const Call& call, const LogOptions& options, const LineSink& sink) {
  bool over = false;
  std::string rest;
  const auto take = [&](std::string_view bytes) {
    rest += bytes;
    std::size_t begin = 0;
    for (std::size_t end = rest.find('\n'); end != std::string::npos && !over; end = rest.find('\n', begin)) {
      over = !sink(std::string_view(rest).substr(begin, end - begin));
      begin = end + 1;
    }
    rest.erase(0, begin);
    return !over;
  };
  const auto quiet = options.follow ? options.duration : std::chrono::ceil<std::chrono::seconds>(limits_.quiet);
  auto streamed = stream(call, {.quiet = quiet, .whole = options.duration, .sink = take}, over);
  if (streamed && !over && !rest.empty()) sink(rest);
  return streamed;
}

}  // namespace chandler::platform::kubernetes
