#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "platform/http/client.hpp"
#include "platform/kubernetes/client.hpp"
#include "platform/kubernetes/credentials.hpp"

namespace chandler::platform::kubernetes {

// What is asked for, in the words of RBAC and of errors.
struct Call {
  std::string_view method;
  std::string_view verb;
  const Resource& resource;
  std::string query = {};
  const nlohmann::json* body = nullptr;
  std::string_view content_type = "application/json";
  std::string_view accept = "application/json";

  bool writes() const { return method != "GET"; }
};

// What Client does its calls by: one connection, with the credentials of now. Not thread-safe.
class Client::Transport {
 public:
  static core::Expected<std::unique_ptr<Transport>> make(Cluster cluster, const ClientOptions& options);

  // An object.
  core::Expected<nlohmann::json> send(const Call& call);
  core::Expected<Page> list(const Call& call, const ListOptions& options, const ItemSink& sink);
  core::Expected<void> watch(const Call& call, const WatchOptions& options, const EventSink& sink);
  core::Expected<void> logs(const Call& call, const LogOptions& options, const LineSink& sink);

 private:
  struct Streaming {
    std::chrono::milliseconds quiet;
    std::chrono::milliseconds whole;
    // Called with the body of an answer of 2xx. False: no more is wanted.
    std::function<bool(std::string_view)> sink;
  };

  Transport(Cluster cluster, http::Origin origin, const ClientOptions& options);

  core::Expected<http::ClientRequest> request_for(const Call& call);
  core::Expected<void> refresh();
  // Whether a refusal is worth another try, with other credentials.
  bool renew(int status, bool& renewed);
  // An answer of 2xx, or the error.
  core::Expected<http::ClientResponse> exchange(const Call& call);
  // False: it came in vain, and is not worth another try.
  bool repeat_after(const http::ClientResponse& response, std::chrono::steady_clock::time_point end);
  // Fails where there is no answer, or none of 2xx; not where `over` says, by the end, that the sink had enough.
  core::Expected<void> stream(const Call& call, const Streaming& streaming, const bool& over);
  core::Error unanswered(const Call& call, const http::ClientFailure& failure) const;

  Credentials credentials_;
  http::ClientLimits limits_;
  http::Client http_;
  ClientOptions options_;
  Cluster cluster_;
  std::string certificate_;  // that the connection shows, if it is a plug-in's
};

}  // namespace chandler::platform::kubernetes
