#include "platform/kubernetes/client.hpp"

#include <algorithm>
#include <format>
#include <optional>

#include <nlohmann/json.hpp>

#include "platform/http/client.hpp"
#include "platform/kubernetes/credentials.hpp"
#include "platform/kubernetes/line_splitter.hpp"
#include "platform/kubernetes/query.hpp"
#include "platform/kubernetes/status.hpp"
#include "platform/kubernetes/watch_event.hpp"
#include "platform/process/shutdown.hpp"

namespace chandler::platform::kubernetes {
namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr int unauthorized = 401;

// What is asked for, in the words of RBAC and of errors.
struct Call {
  std::string_view method;
  std::string_view verb;
  const Resource& resource;
  std::string query = {};
  const json* body = nullptr;
  std::string_view content_type = "application/json";
  std::string_view accept = "application/json";

  bool writes() const { return method != "GET"; }
};

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

json delete_options(const DeleteOptions& options) {
  static constexpr const char* policies[]{"Background", "Foreground", "Orphan"};
  json body{{"apiVersion", "v1"},
            {"kind", "DeleteOptions"},
            {"propagationPolicy", policies[static_cast<std::size_t>(options.propagation)]}};
  if (!options.uid.empty()) body["preconditions"]["uid"] = options.uid;
  if (!options.resource_version.empty()) body["preconditions"]["resourceVersion"] = options.resource_version;
  return body;
}

}  // namespace

class Client::Transport {
 public:
  static core::Expected<std::unique_ptr<Transport>> make(Cluster cluster, const ClientOptions& options) {
    auto origin = origin_of(cluster);
    if (!origin) return std::unexpected(origin.error());
    return std::unique_ptr<Transport>(new Transport(std::move(cluster), *std::move(origin), options));
  }

  core::Expected<json> send(const Call& call) {
    const auto response = exchange(call);
    if (!response) return std::unexpected(response.error());
    json body = json::parse(response->body, nullptr, false);
    if (!body.is_object()) return failed(call, code::unreachable, "the answer is not a JSON object");
    return body;
  }

  core::Expected<Page> list(const Call& call, const ListOptions& options, const ItemSink& sink) {
    const auto response = exchange(call);
    if (!response) return std::unexpected(response.error());
    const auto page = read_page(response->body, options.managed_fields, sink);
    if (!page) return failed(call, code::unreachable, "the answer is not a list");
    return *page;
  }

  core::Expected<void> watch(const Call& call, const WatchOptions& options, const EventSink& sink);

  core::Expected<void> logs(const Call& call, const LogOptions& options, const LineSink& sink);

 private:
  Transport(Cluster cluster, http::Origin origin, const ClientOptions& options)
      : credentials_(cluster),
        limits_{.connect = options.connect_timeout, .quiet = options.request_timeout},
        http_(std::move(origin), limits_),
        options_(options),
        cluster_(std::move(cluster)) {}

  // With the credentials of now.
  core::Expected<http::ClientRequest> request_for(const Call& call) {
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

  core::Expected<void> refresh();
  bool renew(int status, bool& renewed) {
    return status == unauthorized && !std::exchange(renewed, true) && credentials_.renew(options_.stop);
  }

  struct Streaming {
    std::chrono::milliseconds quiet;
    std::chrono::milliseconds whole;
    // Called with the body of an answer of 2xx. False: no more is wanted.
    std::function<bool(std::string_view)> sink;
  };
  // Fails where there is no answer, or none of 2xx; not where `over` says, by the end, that the sink had enough.
  core::Expected<void> stream(const Call& call, const Streaming& streaming, const bool& over);
  core::Expected<http::ClientResponse> exchange(const Call& call);
  // False: it came in vain, and is not worth another try.
  bool repeat_after(const http::ClientResponse& response, Clock::time_point end);
  std::unexpected<core::Error> unanswered(const Call& call, const http::ClientFailure& failure) const {
    if (failure.kind == http::ClientFailure::Kind::forbidden) return failed(call, code::fenced, failure.message);
    return failed(call, code::unreachable,
                  std::format("no answer from the API server {} ({})", http_.origin().display(), failure.message));
  }

  Credentials credentials_;
  http::ClientLimits limits_;
  http::Client http_;
  ClientOptions options_;
  Cluster cluster_;
  std::string certificate_;  // that the connection shows, if it is a plug-in's
};

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

// An answer of 2xx, or the error.
core::Expected<http::ClientResponse> Client::Transport::exchange(const Call& call) {
  const auto end = Clock::now() + options_.whole_timeout;
  bool renewed = false;
  for (int left = options_.repetitions;; --left) {
    auto request = request_for(call);
    if (!request) return std::unexpected(request.error());
    request->whole = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    auto response = http_.send(*request, options_.stop);
    if (!response) return unanswered(call, response.error());
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
    if (!answer) return unanswered(call, answer.error());
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

core::Expected<Client> Client::make(Cluster cluster, const ClientOptions& options) {
  auto transport = Transport::make(std::move(cluster), options);
  if (!transport) return std::unexpected(transport.error());
  return Client(*std::move(transport));
}

Client::Client(std::unique_ptr<Transport> transport) : transport_(std::move(transport)) {}
Client::~Client() = default;
Client::Client(Client&& other) noexcept = default;
Client& Client::operator=(Client&& other) noexcept = default;

core::Expected<json> Client::get(const Resource& resource) {
  return transport_->send({.method = "GET", .verb = "get", .resource = resource});
}

core::Expected<json> Client::create(const Resource& collection, const json& object, const WriteOptions& options) {
  return transport_->send(
      {.method = "POST", .verb = "create", .resource = collection, .query = query_of(options), .body = &object});
}

core::Expected<json> Client::replace(const Resource& resource, const json& object, const WriteOptions& options) {
  return transport_->send(
      {.method = "PUT", .verb = "update", .resource = resource, .query = query_of(options), .body = &object});
}

core::Expected<json> Client::patch(const Resource& resource, PatchType type, const json& patch,
                                   const WriteOptions& options) {
  return transport_->send(
      {.method = "PATCH",
       .verb = "patch",
       .resource = resource,
       .query = query_of(options),
       .body = &patch,
       .content_type = type == PatchType::json ? "application/json-patch+json" : "application/merge-patch+json"});
}

core::Expected<json> Client::apply(const Resource& resource, const json& object, const ApplyOptions& options) {
  // JSON is YAML.
  return transport_->send({.method = "PATCH",
                           .verb = "apply",
                           .resource = resource,
                           .query = query_of(options),
                           .body = &object,
                           .content_type = "application/apply-patch+yaml"});
}

core::Expected<json> Client::remove(const Resource& resource, const DeleteOptions& options) {
  const json body = delete_options(options);
  return transport_->send({.method = "DELETE", .verb = "delete", .resource = resource, .body = &body});
}

core::Expected<void> Client::evict(std::string_view namespace_name, std::string_view pod,
                                   const DeleteOptions& options) {
  const Resource resource{.plural = "pods",
                          .namespace_name = std::string(namespace_name),
                          .name = std::string(pod),
                          .subresource = "eviction"};
  const json body{{"apiVersion", "policy/v1"},
                  {"kind", "Eviction"},
                  {"metadata", {{"name", pod}, {"namespace", namespace_name}}},
                  {"deleteOptions", delete_options(options)}};
  const auto evicted = transport_->send({.method = "POST", .verb = "create", .resource = resource, .body = &body});
  if (!evicted) return std::unexpected(evicted.error());
  return {};
}

core::Expected<Page> Client::list(const Resource& collection, const ListOptions& options, const ItemSink& sink) {
  return transport_->list({.method = "GET", .verb = "list", .resource = collection, .query = query_of(options)},
                          options, sink);
}

core::Expected<void> Client::logs(std::string_view namespace_name, std::string_view pod, const LogOptions& options,
                                  const LineSink& sink) {
  const Resource resource{.plural = "pods",
                          .namespace_name = std::string(namespace_name),
                          .name = std::string(pod),
                          .subresource = "log"};
  return transport_->logs(
      {.method = "GET", .verb = "get", .resource = resource, .query = query_of(options), .accept = "*/*"}, options,
      sink);
}

core::Expected<void> Client::watch(const Resource& collection, const WatchOptions& options, const EventSink& sink) {
  return transport_->watch({.method = "GET", .verb = "watch", .resource = collection, .query = query_of(options)},
                           options, sink);
}

}  // namespace chandler::platform::kubernetes
