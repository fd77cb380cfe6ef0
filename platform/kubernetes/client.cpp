#include "platform/kubernetes/client.hpp"

#include <format>
#include <fstream>
#include <optional>

#include <httplib.h>
#include <nlohmann/json.hpp>
#include <openssl/pem.h>

namespace chandler::platform::kubernetes {
namespace {

using nlohmann::json;

constexpr std::chrono::minutes token_age{1};

template <auto Function>
struct Release {
  template <typename T>
  void operator()(T* object) const {
    Function(object);
  }
};
using Bio = std::unique_ptr<BIO, Release<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;
using PrivateKey = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;

int no_pass_phrase(char*, int, int, void*) {
  return 0;
}

Bio reader(const std::string& text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::unexpected<core::Error> misconfigured(std::string_view what) {
  return std::unexpected(core::Error{.code = "kubernetes.configuration",
                                     .message = std::format("cannot read the {}", what),
                                     .hint = "it has to be PEM"});
}

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
std::string message_of(const httplib::Response& response) {
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
    std::unique_ptr<Transport> transport(new Transport(std::move(cluster)));
    if (auto set = transport->open(options); !set) return std::unexpected(set.error());
    return transport;
  }

  core::Expected<json> send(const char* method, std::string_view verb, const Resource& resource,
                            const json* body = nullptr, const WriteOptions& options = {},
                            const char* content_type = "application/json") {
    httplib::Request request;
    request.method = method;
    request.path = resource.path() + query_of(options);
    request.set_header("Accept", "application/json");
    request.set_header("User-Agent", "chandler/" CHANDLER_VERSION);
    if (const std::string& token = current_token(); !token.empty()) {
      request.set_header("Authorization", "Bearer " + token);
    }
    if (body != nullptr) {
      request.body = body->dump(-1, ' ', false, json::error_handler_t::replace);
      request.set_header("Content-Type", content_type);
    }
    const httplib::Result result = http_->send(request);
    if (!result) {
      return std::unexpected(core::Error{
          .outcome = core::Outcome::could_not,
          .code = std::string(code::unreachable),
          .message = std::format("cannot {} {}: no answer from the API server {}:{} ({})", verb, resource.display(),
                                 cluster_.host, cluster_.port, httplib::to_string(result.error()))});
    }
    return read(*result, verb, resource);
  }

 private:
  explicit Transport(Cluster cluster) : cluster_(std::move(cluster)) {}

  core::Expected<void> open(const ClientOptions& options) {
    if (cluster_.tls) {
      if (auto opened = open_tls(); !opened) return opened;
    } else {
      http_ = std::make_unique<httplib::ClientImpl>(cluster_.host, cluster_.port);
    }
    http_->set_keep_alive(true);
    http_->set_connection_timeout(options.connect_timeout);
    http_->set_read_timeout(options.request_timeout);
    http_->set_write_timeout(options.request_timeout);
    return {};
  }

  core::Expected<void> open_tls() {
    Certificate certificate;
    PrivateKey key;
    if (!cluster_.client_certificate.empty()) {
      certificate.reset(PEM_read_bio_X509(reader(cluster_.client_certificate).get(), nullptr, no_pass_phrase, nullptr));
      if (!certificate) return misconfigured("client certificate");
      key.reset(PEM_read_bio_PrivateKey(reader(cluster_.client_key).get(), nullptr, no_pass_phrase, nullptr));
      if (!key) return misconfigured("client key");
    }
    auto client = std::make_unique<httplib::SSLClient>(cluster_.host, cluster_.port, certificate.get(), key.get());
    if (!client->is_valid()) return misconfigured("client certificate and key");
    if (!cluster_.ca.empty()) {
      const Certificate ca(PEM_read_bio_X509(reader(cluster_.ca).get(), nullptr, no_pass_phrase, nullptr));
      if (!ca) return misconfigured("cluster's CA certificate");
      client->load_ca_cert_store(cluster_.ca.data(), cluster_.ca.size());
    }
    client->enable_server_certificate_verification(true);
    http_ = std::move(client);
    return {};
  }

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

  static core::Expected<json> read(const httplib::Response& response, std::string_view verb, const Resource& resource) {
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
  std::unique_ptr<httplib::ClientImpl> http_;
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
