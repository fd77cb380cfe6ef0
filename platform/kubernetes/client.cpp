#include "platform/kubernetes/client.hpp"

#include <format>
#include <fstream>
#include <optional>

#include <nlohmann/json.hpp>

#include "platform/http/client.hpp"

namespace chandler::platform::kubernetes {
namespace {

using nlohmann::json;

constexpr std::chrono::minutes token_age{1};

std::string_view code_of(int status) {
  switch (status) {
    case 401:
    case 403:
      return code::refused;
    case 404:
      return code::not_found;
    case 409:
      return code::conflict;
    case 429:
      return code::unreachable;
    default:
      return status >= 500 ? code::unreachable : code::rejected;
  }
}

std::string hint_of(int status) {
  if (status == 401) return "the token or client certificate is not accepted: is it of this cluster, and not expired?";
  if (status == 403) return "grant that verb on that resource to this account";
  return {};
}

std::string query_of(const WriteOptions& options) {
  std::string query;
  if (options.dry_run) query += "?dryRun=All";
  if (options.strict_fields) query.append(query.empty() ? "?" : "&").append("fieldValidation=Strict");
  return query;
}

// The API server explains itself in a Status object.
std::string message_of(const http::ClientResponse& response) {
  const json body = json::parse(response.body, nullptr, false);
  if (body.is_object()) {
    const auto message = body.find("message");
    if (message != body.end() && message->is_string()) return message->get<std::string>();
  }
  return std::format("HTTP status {}", response.status);
}

}  // namespace

class Client::Transport {
 public:
  static core::Expected<std::unique_ptr<Transport>> make(Cluster cluster, const ClientOptions& options) {
    http::Origin origin{.host = cluster.host, .port = cluster.port, .tls = nullptr};
    if (cluster.tls) {
      auto context = tls::ClientContext::make(
          {.ca = cluster.ca, .certificate = cluster.client_certificate, .key = cluster.client_key});
      if (!context) {
        core::Error error = context.error();
        error.code = "kubernetes.configuration";
        return std::unexpected(std::move(error));
      }
      origin.tls = *std::move(context);
    }
    return std::unique_ptr<Transport>(new Transport(std::move(cluster), std::move(origin), options));
  }

  core::Expected<json> send(const char* method, std::string_view verb, const Resource& resource,
                            const json* body = nullptr, const WriteOptions& options = {},
                            const char* content_type = "application/json") {
    http::ClientRequest request{.method = method,
                                .target = resource.path() + query_of(options),
                                .headers = {{"Accept", "application/json"}},
                                .body = {}};
    if (const std::string& token = current_token(); !token.empty()) {
      request.headers.emplace_back("Authorization", "Bearer " + token);
    }
    if (body != nullptr) {
      request.body = body->dump(-1, ' ', false, json::error_handler_t::replace);
      request.headers.emplace_back("Content-Type", content_type);
    }
    const auto response = http_.send(request, stop_);
    if (!response) {
      return std::unexpected(
          core::Error{.outcome = core::Outcome::could_not,
                      .code = std::string(code::unreachable),
                      .message = std::format("cannot {} {}: no answer from the API server {} ({})", verb,
                                             resource.display(), http_.origin().display(), response.error().message)});
    }
    return read(*response, verb, resource);
  }

 private:
  Transport(Cluster cluster, http::Origin origin, const ClientOptions& options)
      : cluster_(std::move(cluster)),
        http_(std::move(origin), {.connect = options.connect_timeout, .quiet = options.request_timeout}),
        stop_(options.stop) {}

  const std::string& current_token() {
    if (cluster_.token_file.empty()) return cluster_.token;
    const auto now = std::chrono::steady_clock::now();
    if (!token_read_ || now - *token_read_ >= token_age) {
      std::ifstream file(cluster_.token_file);
      std::string text;
      if (file >> text) {
        cluster_.token = std::move(text);
        token_read_ = now;
      }
    }
    return cluster_.token;
  }

  static core::Expected<json> read(const http::ClientResponse& response, std::string_view verb,
                                   const Resource& resource) {
    const auto failed = [&](std::string_view error_code, std::string_view why, std::string hint) {
      return std::unexpected(core::Error{.outcome = error_code == code::unreachable || error_code == code::conflict
                                                        ? core::Outcome::could_not
                                                        : core::Outcome::problem,
                                         .code = std::string(error_code),
                                         .message = std::format("cannot {} {}: {}", verb, resource.display(), why),
                                         .hint = std::move(hint)});
    };
    if (response.status >= 300) return failed(code_of(response.status), message_of(response), hint_of(response.status));
    json body = json::parse(response.body, nullptr, false);
    if (!body.is_object()) return failed(code::unreachable, "the answer is not a JSON object", {});
    return body;
  }

  Cluster cluster_;
  http::Client http_;
  std::stop_token stop_;
  std::optional<std::chrono::steady_clock::time_point> token_read_;
};

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
  return transport_->send("GET", "get", resource);
}

core::Expected<json> Client::create(const Resource& collection, const json& object, const WriteOptions& options) {
  return transport_->send("POST", "create", collection, &object, options);
}

core::Expected<json> Client::replace(const Resource& resource, const json& object, const WriteOptions& options) {
  return transport_->send("PUT", "update", resource, &object, options);
}

core::Expected<json> Client::patch(const Resource& resource, PatchType type, const json& patch,
                                   const WriteOptions& options) {
  const char* content_type = type == PatchType::json ? "application/json-patch+json" : "application/merge-patch+json";
  return transport_->send("PATCH", "patch", resource, &patch, options, content_type);
}

core::Expected<json> Client::remove(const Resource& resource) {
  return transport_->send("DELETE", "delete", resource);
}

}  // namespace chandler::platform::kubernetes
